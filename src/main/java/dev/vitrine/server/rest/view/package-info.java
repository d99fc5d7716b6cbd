/** Objects of the registry as their reader sees them, read by queries of the caller, in pages. */
package dev.vitrine.server.rest.view;
