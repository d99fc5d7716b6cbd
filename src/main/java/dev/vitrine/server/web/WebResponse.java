package dev.vitrine.server.web;

/** The response to a request for a page. */
public sealed interface WebResponse permits Download, Redirect, View {}
