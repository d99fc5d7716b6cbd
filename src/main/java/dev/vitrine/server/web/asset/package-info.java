/**
 * The scripts and style sheets of the web pages: our own, and those of the WebJars. Uses the JDK
 * only.
 */
@NullMarked
package dev.vitrine.server.web.asset;

import org.jspecify.annotations.NullMarked;
