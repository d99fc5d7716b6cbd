/** Sign-in, the account of the user, and people. */
@NullMarked
package dev.vitrine.server.web.account;

import org.jspecify.annotations.NullMarked;
