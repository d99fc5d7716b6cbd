package dev.vitrine.server.web.account;

import dev.vitrine.server.web.Change.FormChange;
import dev.vitrine.server.web.Pages;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.form.Dialog;
import dev.vitrine.statement.tree.AccountStatement.DropToken;
import java.util.List;

/** Registers the pages of the user's account and of people. */
public final class AccountPages {
  static final String ACCOUNT = "/account";

  private AccountPages() {}

  /** Adds them. */
  public static void add(Pages pages) {
    SignInPages.add(pages);
    pages.get(ACCOUNT, AccountView::of);
    pages.change(ACCOUNT + "/password", new OwnPassword());
    pages.change(ACCOUNT + "/token", new NewToken());
    pages.change(
        ACCOUNT + "/tokens/{id}/drop",
        new FormChange(
            "The token was dropped.",
            AccountPages::dropToken,
            request -> List.of(new DropToken(tokenId(request))),
            request -> ACCOUNT));
    PeoplePages.add(pages);
  }

  static long tokenId(UserRequest request) {
    try {
      return Long.parseLong(request.path("id"));
    } catch (NumberFormatException malformed) {
      return -1;
    }
  }

  static Dialog dropToken(UserRequest request) {
    return new Dialog(
        "Drop token " + request.path("id"),
        "Programs and browser sessions that use it lose access at once.",
        List.of(),
        "Drop token",
        true);
  }
}
