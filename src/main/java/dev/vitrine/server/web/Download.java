package dev.vitrine.server.web;

/** A file that the browser saves and does not show. */
@SuppressWarnings("ArrayRecordComponent")
public record Download(String contentType, String fileName, byte[] bytes) implements WebResponse {}
