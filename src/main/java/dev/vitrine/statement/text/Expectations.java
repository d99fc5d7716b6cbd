package dev.vitrine.statement.text;

import dev.vitrine.statement.generated.VitrineSqlLexer;
import dev.vitrine.statement.generated.VitrineSqlParser;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.ATN;
import org.antlr.v4.runtime.atn.ATNState;
import org.antlr.v4.runtime.atn.RuleStopState;
import org.antlr.v4.runtime.atn.RuleTransition;
import org.antlr.v4.runtime.atn.Transition;
import org.jspecify.annotations.Nullable;

/**
 * The first token that does not match the grammar, and the expected tokens. Simulates the grammar's
 * automaton over the tokens for all alternatives at once, because the generated parser reports a
 * position that depends on its look-ahead, and the tokens of one alternative only.
 *
 * @param index index of the wrong token
 * @param expected the expected tokens in the grammar's order; keywords in upper case
 */
record Expectations(int index, Set<String> expected) {
  /**
   * Rules that are named as a whole, unless something of them was read; without a name where saying
   * so would be of no help.
   */
  private static final Map<Integer, String> RULE_NAMES =
      Map.ofEntries(
          Map.entry(VitrineSqlParser.RULE_statement, "a statement"),
          Map.entry(VitrineSqlParser.RULE_privilege, "a privilege"),
          Map.entry(VitrineSqlParser.RULE_versionRef, "a version number or an alias"),
          Map.entry(VitrineSqlParser.RULE_name, "a name"),
          Map.entry(VitrineSqlParser.RULE_string, "a string"),
          Map.entry(VitrineSqlParser.RULE_number, "a number"),
          Map.entry(VitrineSqlParser.RULE_metricValue, "a number"),
          Map.entry(VitrineSqlParser.RULE_numberPart, ""),
          Map.entry(VitrineSqlParser.RULE_ifExists, ""),
          Map.entry(VitrineSqlParser.RULE_ifNotExists, ""),
          Map.entry(VitrineSqlParser.RULE_word, ""));

  /** Possible after every name, but rarely the intended token. */
  private static final String NAME_GOES_ON = "'.'";

  private static final ATN GRAMMAR = VitrineSqlParser._ATN;

  /**
   * A rule in progress, and its follow state in the caller.
   *
   * @param fresh whether no token of it was consumed yet
   */
  private record Frame(int rule, boolean fresh, ATNState follow, @Nullable Frame caller) {
    /** The same after a token; callers of a rule that is not fresh are not either. */
    Frame begun() {
      return fresh ? new Frame(rule, false, follow, caller == null ? null : caller.begun()) : this;
    }
  }

  private record Place(ATNState state, Frame frame) {}

  /** The states that consume a token, and their successors: one look-up per token. */
  private record Step(List<Place> places, Map<Integer, Step> next) {}

  /** Finds the first token of a statement that cannot be there; there must be one. */
  static Expectations find(List<Token> tokens) {
    ATNState start = GRAMMAR.ruleToStartState[VitrineSqlParser.RULE_singleStatement];
    Frame outermost = new Frame(VitrineSqlParser.RULE_singleStatement, true, start, null);
    Map<Set<Place>, Step> steps = new HashMap<>();
    Step step = step(Set.of(new Place(start, outermost)));
    for (int index = 0; index < tokens.size(); index++) {
      int type = tokens.get(index).getType();
      Step next = step.next().get(type);
      if (next == null) {
        Set<Place> read = read(step.places(), type);
        if (read.isEmpty()) {
          return new Expectations(index, expected(step.places()));
        }
        next = steps.computeIfAbsent(read, Expectations::step);
        step.next().put(type, next);
      }
      step = next;
    }
    throw new IllegalStateException("the statement follows the grammar");
  }

  /** Goes on as far as it can without a token. */
  private static Step step(Set<Place> from) {
    List<Place> reached = new ArrayList<>();
    Set<Place> seen = new HashSet<>(from);
    Deque<Place> open = new ArrayDeque<>(from);
    while (!open.isEmpty()) {
      Place place = open.pop();
      for (Place next : next(place)) {
        if (seen.add(next)) {
          open.push(next);
        }
      }
      if (tokens(place).findAny().isPresent()) {
        reached.add(place);
      }
    }
    return new Step(reached, new HashMap<>());
  }

  private static List<Place> next(Place place) {
    Frame frame = place.frame();
    if (place.state() instanceof RuleStopState) {
      return frame.caller() == null
          ? List.of()
          : List.of(new Place(frame.follow(), frame.caller()));
    }
    List<Place> next = new ArrayList<>();
    for (Transition transition : place.state().getTransitions()) {
      if (transition instanceof RuleTransition call) {
        Frame called = new Frame(call.target.ruleIndex, true, call.followState, frame);
        next.add(new Place(call.target, called));
      } else if (transition.isEpsilon()) {
        next.add(new Place(transition.target, frame));
      }
    }
    return next;
  }

  private static Stream<Transition> tokens(Place place) {
    return Arrays.stream(place.state().getTransitions())
        .filter(transition -> !transition.isEpsilon());
  }

  private static Set<Place> read(List<Place> places, int tokenType) {
    Set<Place> next = new LinkedHashSet<>();
    for (Place place : places) {
      tokens(place)
          .filter(
              transition ->
                  transition.matches(
                      tokenType, Token.MIN_USER_TOKEN_TYPE, VitrineSqlLexer.UNRECOGNIZED))
          .forEach(transition -> next.add(new Place(transition.target, place.frame().begun())));
    }
    return next;
  }

  private static Set<String> expected(List<Place> places) {
    Set<String> expected = new LinkedHashSet<>();
    for (Place place : places) {
      if (!refused(place.frame())) {
        addExpected(place, expected);
      }
    }
    if (expected.isEmpty()) {
      places.forEach(place -> addExpected(place, expected));
    }
    if (expected.size() > 1) {
      expected.remove(NAME_GOES_ON);
    }
    return expected;
  }

  private static boolean refused(Frame innermost) {
    for (Frame frame = innermost; frame != null; frame = frame.caller()) {
      if (frame.rule() == VitrineSqlParser.RULE_refusedStatement) {
        return true;
      }
    }
    return false;
  }

  private static void addExpected(Place place, Set<String> expected) {
    String name = null;
    for (Frame frame = place.frame(); frame != null; frame = frame.caller()) {
      if (frame.fresh() && RULE_NAMES.containsKey(frame.rule())) {
        name = RULE_NAMES.get(frame.rule());
      }
    }
    if (name == null) {
      tokens(place)
          .flatMap(transition -> transition.label().toList().stream())
          .forEach(type -> expected.add(display(type)));
    } else if (!name.isEmpty()) {
      expected.add(name);
    }
  }

  private static String display(int tokenType) {
    return tokenType == Token.EOF ? "the end of the statement" : Keywords.display(tokenType);
  }
}
