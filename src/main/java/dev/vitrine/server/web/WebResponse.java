package dev.vitrine.server.web;

/** The response to a request for a page. */
public sealed interface WebResponse permits View, Redirect, Download {}
