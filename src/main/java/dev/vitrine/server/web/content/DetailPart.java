package dev.vitrine.server.web.content;

/** A part of a page about a model or version, which the template {@code content/part} shows. */
public interface DetailPart {}
