package dev.vitrine.server.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.catalog.UtcTime;
import dev.vitrine.error.Cancellation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.MachineErrors;
import dev.vitrine.server.rest.BodySize;
import dev.vitrine.server.rest.ClientWatch;
import dev.vitrine.server.rest.PublicUrl;
import dev.vitrine.server.rest.QueryText;
import dev.vitrine.server.rest.RequestCalls;
import dev.vitrine.server.web.asset.Assets;
import dev.vitrine.session.Engine;
import dev.vitrine.session.RemoteUser;
import dev.vitrine.session.Session;
import dev.vitrine.session.call.Limits;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Registers pages: passes requests of browsers to pages, and turns views into responses. */
public final class Pages {
  /** The page where browsers sign in. */
  public static final String SIGN_IN = "/signin";

  /** Maximum bytes of the body of one request. */
  private static final int MOST_BYTES = 4 << 20;

  /** The bytes, their text, and the fields that are made of it. */
  private static final int COPIES = 4;

  private final Engine engine;
  private final Browsers browsers;
  private final PublicUrl server;
  private final Limits limits;
  private final RoutesConfig routes;
  private final ClientWatch clients;
  private final PointInTime.Earliest history = new PointInTime.Earliest();

  /**
   * @param limits of each statement
   */
  public Pages(
      Engine engine,
      Browsers browsers,
      PublicUrl server,
      Limits limits,
      RoutesConfig routes,
      ClientWatch clients) {
    this.engine = engine;
    this.browsers = browsers;
    this.server = server;
    this.limits = limits;
    this.routes = routes;
    this.clients = clients;
  }

  /** Adds a page that signed-in users read. It shows the present, and refuses other times. */
  public void get(String path, Function<UserRequest, WebResponse> work) {
    getAt(
        path,
        request -> {
          if (request.text(PointInTime.PARAMETER).isPresent()) {
            throw RequestParameters.invalid("This page shows the present state only.")
                .withHint("Remove the parameter '" + PointInTime.PARAMETER + "' of the address.");
          }
          return work.apply(request);
        });
  }

  /** Adds a page that signed-in users read, which can also show a past time. */
  public void getAt(String path, Function<UserRequest, WebResponse> work) {
    add(HandlerType.GET, path, context -> handle(context, false, work));
  }

  /** Adds a change, which requires a token against cross-site request forgery. */
  public void post(String path, Function<UserRequest, WebResponse> work) {
    add(HandlerType.POST, path, context -> handle(context, true, work));
  }

  /** Adds the form of a change, its preview and the change itself. */
  public void change(String path, Change change) {
    ChangeForm form = new ChangeForm(change);
    get(path, form::show);
    post(path, form::run);
    post(path + ChangeForm.PREVIEW, form::preview);
  }

  /** Adds the scripts, style sheets and the tree of the layout. */
  public void addLayout() {
    Tree.add(this);
    routes.get(Assets.PREFIX + "{hash}/<name>", PageSender::asset);
  }

  /**
   * The user of a request that a script of the pages sent to another part of the server: it has the
   * cookie of a browser session, and its token in a header.
   */
  public Optional<RemoteUser> scripted(Context context) {
    String token = Optional.ofNullable(context.header(Csrf.HEADER)).orElse("");
    return Cookies.read(context, Cookies.SESSION)
        .filter(secret -> Csrf.matches(secret, token))
        .flatMap(secret -> browsers.find(context, secret));
  }

  /** Adds a page that browsers may request without being signed in. */
  public void open(HandlerType method, String path, Function<AnonymousRequest, WebResponse> work) {
    add(
        method,
        path,
        context -> {
          boolean changes = method.equals(HandlerType.POST);
          RequestParameters parameters =
              changes ? RequestParameters.ofForm(body(context)) : ofQuery(context);
          if (changes) {
            requireToken(context, parameters, Cookies.START, Cookies.SESSION);
          }
          send(
              context,
              work.apply(new AnonymousRequest(context, parameters, browsers)),
              view -> frame(context));
        });
  }

  private void add(HandlerType method, String path, Handler work) {
    routes.addHttpHandler(
        method,
        path,
        context -> {
          try {
            Cookies.mark(context, browsers.isSecure(context));
            QueryText.requireUtf8(context.req().getQueryString());
            work.handle(context);
          } catch (VitrineException exception) {
            refuse(context, exception);
          } catch (VirtualMachineError error) {
            refuse(context, MachineErrors.translate(error));
          }
        });
  }

  private static String body(Context context) throws IOException {
    byte[] body = context.bodyInputStream().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      throw RequestParameters.invalid("The request is too large.")
          .withHint("The limit is " + (MOST_BYTES >> 20) + " MiB.");
    }
    return new String(body, UTF_8);
  }

  private static RequestParameters ofQuery(Context context) {
    return new RequestParameters(context.queryParamMap());
  }

  private void handle(Context context, boolean changes, Function<UserRequest, WebResponse> work)
      throws IOException {
    Optional<String> secret = Cookies.read(context, Cookies.SESSION);
    Optional<RemoteUser> user = secret.flatMap(known -> browsers.find(context, known));
    if (user.isEmpty()) {
      toSignIn(context);
      return;
    }
    try (Session session = engine.session(user.get());
        Cancellation call = new Cancellation()) {
      session.memory().reserve(COPIES * Math.min(BodySize.most(context, MOST_BYTES), MOST_BYTES));
      RequestParameters parameters =
          changes ? RequestParameters.ofForm(body(context)) : ofQuery(context);
      if (changes) {
        requireToken(context, parameters, Cookies.SESSION);
      }
      UserRequest request =
          new UserRequest(
              context,
              user.get(),
              secret.orElseThrow(),
              server.of(context),
              new RequestCalls(session, limits),
              parameters);
      session.under(call, () -> watched(request, session, () -> handle(request, work)));
    }
  }

  private boolean watched(UserRequest request, Session session, Supplier<Boolean> work) {
    ClientWatch.Watched watched = clients.watch(request.context(), session::cancel);
    try (watched) {
      return work.get();
    }
  }

  private boolean handle(UserRequest request, Function<UserRequest, WebResponse> work) {
    WebResponse response;
    try {
      response = work.apply(request);
    } catch (VitrineException exception) {
      if (exception.code() == ErrorCode.AUTHENTICATION_FAILED) {
        throw exception;
      }
      response = ErrorView.of(exception, request.isPartial());
    }
    send(request.context(), response, view -> frame(request, view));
    return true;
  }

  /** Requires a token of the secret in one of these cookies. */
  private static void requireToken(
      Context context, RequestParameters parameters, String... cookies) {
    String token =
        Optional.ofNullable(context.header(Csrf.HEADER))
            .or(() -> parameters.text(Csrf.FIELD))
            .orElse("");
    boolean own =
        Stream.of(cookies)
            .flatMap(name -> Cookies.read(context, name).stream())
            .anyMatch(secret -> Csrf.matches(secret, token));
    if (!own) {
      throw new VitrineException(
              ErrorCode.INSUFFICIENT_PRIVILEGES, "The form is not of this browser session.")
          .withHint("Reload the page and try again.");
    }
  }

  private static void toSignIn(Context context) {
    boolean reads = context.method().equals(HandlerType.GET) && !isPartial(context);
    String query = context.queryString();
    String target = context.path() + (query == null ? "" : "?" + query);
    String next = !reads || target.equals("/") ? "" : "?next=" + URLEncoder.encode(target, UTF_8);
    PageSender.redirect(context, SIGN_IN + next);
  }

  static boolean isPartial(Context context) {
    return context.header("HX-Request") != null;
  }

  private PageFrame frame(UserRequest request, View view) {
    Context context = request.context();
    return new PageFrame(
        Optional.of(request.user()),
        Csrf.token(request.secret()),
        view.isFragment() ? Optional.empty() : Notices.take(context, request.secret()),
        view.isFragment() ? List.of() : Tree.of(request, view.place()),
        context.path().equals("/search") ? request.text("q").orElse("") : "",
        UtcTime.now(),
        view.isFragment() ? Optional.empty() : history.of(request));
  }

  /** The frame of pages for browsers that are not signed in, or whose session cannot be used. */
  private static PageFrame frame(Context context) {
    String secret =
        Cookies.read(context, Cookies.START)
            .orElseGet(
                () -> {
                  String fresh = Cookies.newSecret();
                  Cookies.set(context, Cookies.START, fresh);
                  return fresh;
                });
    return new PageFrame(
        Optional.empty(),
        Csrf.token(secret),
        Optional.empty(),
        List.of(),
        "",
        UtcTime.now(),
        Optional.empty());
  }

  private static void send(
      Context context, WebResponse response, Function<View, PageFrame> frames) {
    if (response instanceof View view) {
      PageSender.html(context, view.status(), Templates.render(view, frames.apply(view)));
    } else if (response instanceof Redirect redirect) {
      PageSender.redirect(context, redirect.path());
    } else if (response instanceof Download download) {
      PageSender.download(context, download);
    }
  }

  private static void refuse(Context context, VitrineException exception) {
    if (context.res().isCommitted()) {
      throw new IllegalStateException("A response was interrupted", exception);
    }
    boolean signedOut =
        exception.code() == ErrorCode.AUTHENTICATION_FAILED && !context.path().equals(SIGN_IN);
    if (signedOut) {
      Cookies.remove(context, Cookies.SESSION);
      toSignIn(context);
      return;
    }
    send(context, ErrorView.of(exception, isPartial(context)), view -> frame(context));
  }

  /** Sends the page of an error outside of pages. */
  public static void error(Context context, int status, String problem) {
    send(context, ErrorView.of(status, problem), view -> frame(context));
  }
}
