package dev.vitrine.server.web.form;

/**
 * A service outside this server that rewrites the text of a field when the user presses its button.
 *
 * @param host that the text is sent to
 * @param model the language model
 * @param instruction that is sent with the text
 */
public record Service(String host, String model, String instruction) {}
