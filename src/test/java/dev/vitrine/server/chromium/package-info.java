/** The web pages in a real browser. */
package dev.vitrine.server.chromium;
