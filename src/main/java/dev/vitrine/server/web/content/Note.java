package dev.vitrine.server.web.content;

/**
 * Why a page has no content in a tab, with a link to the page that has it.
 *
 * @param label of the link
 */
public record Note(String text, String href, String label) implements DetailPart {}
