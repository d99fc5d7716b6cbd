package dev.vitrine.server.web;

/**
 * Sends the browser to another page, which it reads with GET.
 *
 * @param path of this server
 */
public record Redirect(String path) implements WebResponse {}
