package dev.vitrine.statement;

import dev.vitrine.statement.generated.VitrineSqlLexer;
import dev.vitrine.statement.generated.VitrineSqlParser;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.ATN;
import org.antlr.v4.runtime.atn.ATNState;
import org.antlr.v4.runtime.atn.RuleStopState;
import org.antlr.v4.runtime.atn.RuleTransition;
import org.antlr.v4.runtime.atn.Transition;

/**
 * Where a text leaves the grammar, and what could have stood there. Walks the grammar's automaton
 * over the tokens, all alternatives at once: what the generated parser reports depends on how far
 * it had to look ahead, and holds the tokens of one alternative only.
 *
 * @param index of the token that is wrong
 * @param expected what could stand there, in words and in the grammar's order; keywords in upper
 *     case
 */
record Expectations(int index, Set<String> expected) {
  /** Rules that are named as a whole, unless something of them was read; empty: never named. */
  private static final Map<Integer, String> RULE_NAMES =
      Map.of(
          VitrineSqlParser.RULE_statement, "a statement",
          VitrineSqlParser.RULE_privilege, "a privilege",
          VitrineSqlParser.RULE_versionRef, "a version number or an alias",
          VitrineSqlParser.RULE_name, "a name",
          VitrineSqlParser.RULE_string, "a string",
          VitrineSqlParser.RULE_number, "a number",
          VitrineSqlParser.RULE_word, "");

  private static final ATN GRAMMAR = VitrineSqlParser._ATN;

  /** A rule that is being read, from which token on, and what follows it in its caller. */
  private record Frame(int rule, int start, ATNState follow, Frame caller) {}

  private record Place(ATNState state, Frame frame) {}

  /** Finds the first token of a statement that cannot be there; there must be one. */
  static Expectations find(List<Token> tokens) {
    ATNState start = GRAMMAR.ruleToStartState[VitrineSqlParser.RULE_singleStatement];
    Frame outermost = new Frame(VitrineSqlParser.RULE_singleStatement, 0, start, null);
    Set<Place> places = Set.of(new Place(start, outermost));
    for (int index = 0; index < tokens.size(); index++) {
      List<Place> reached = follow(places, index);
      places = read(reached, tokens.get(index).getType());
      if (places.isEmpty()) {
        return new Expectations(index, expected(reached, index));
      }
    }
    throw new IllegalStateException("the statement follows the grammar");
  }

  /** The places that are reached without reading a token, and need one to go on. */
  private static List<Place> follow(Set<Place> from, int index) {
    List<Place> reached = new ArrayList<>();
    Set<Place> seen = new HashSet<>(from);
    Deque<Place> open = new ArrayDeque<>(from);
    while (!open.isEmpty()) {
      Place place = open.pop();
      boolean reads = false;
      for (Place next : next(place, index)) {
        if (seen.add(next)) {
          open.push(next);
        }
      }
      for (Transition transition : place.state().getTransitions()) {
        reads |= !transition.isEpsilon();
      }
      if (reads) {
        reached.add(place);
      }
    }
    return reached;
  }

  private static List<Place> next(Place place, int index) {
    Frame frame = place.frame();
    if (place.state() instanceof RuleStopState) {
      return frame.caller() == null
          ? List.of()
          : List.of(new Place(frame.follow(), frame.caller()));
    }
    List<Place> next = new ArrayList<>();
    for (Transition transition : place.state().getTransitions()) {
      if (transition instanceof RuleTransition call) {
        Frame called = new Frame(call.target.ruleIndex, index, call.followState, frame);
        next.add(new Place(call.target, called));
      } else if (transition.isEpsilon()) {
        next.add(new Place(transition.target, frame));
      }
    }
    return next;
  }

  private static Set<Place> read(List<Place> places, int tokenType) {
    Set<Place> next = new LinkedHashSet<>();
    for (Place place : places) {
      for (Transition transition : place.state().getTransitions()) {
        if (!transition.isEpsilon()
            && transition.matches(
                tokenType, Token.MIN_USER_TOKEN_TYPE, VitrineSqlLexer.UNRECOGNIZED)) {
          next.add(new Place(transition.target, place.frame()));
        }
      }
    }
    return next;
  }

  private static Set<String> expected(List<Place> places, int index) {
    Set<String> expected = new LinkedHashSet<>();
    for (Place place : places) {
      if (!refused(place.frame())) {
        addExpected(place, index, expected);
      }
    }
    if (expected.isEmpty()) {
      places.forEach(place -> addExpected(place, index, expected));
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

  private static void addExpected(Place place, int index, Set<String> expected) {
    String name = null;
    for (Frame frame = place.frame(); frame != null; frame = frame.caller()) {
      if (frame.start() == index && RULE_NAMES.containsKey(frame.rule())) {
        name = RULE_NAMES.get(frame.rule());
      }
    }
    if (name == null) {
      for (Transition transition : place.state().getTransitions()) {
        if (!transition.isEpsilon()) {
          transition.label().toList().forEach(type -> expected.add(display(type)));
        }
      }
    } else if (!name.isEmpty()) {
      expected.add(name);
    }
  }

  private static String display(int tokenType) {
    return tokenType == Token.EOF ? "the end of the statement" : Keywords.display(tokenType);
  }
}
