package dev.vitrine.store.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.vitrine.catalog.StorableText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** JSON text of a map, cut to a number of bytes; a text that was cut has a member truncated. */
final class BoundedJson {
  /** The streaming API, since every start writes an audit row and data binding is slow to load. */
  private static final JsonFactory JSON = new JsonFactory();

  /** Stands where something was cut off. */
  private static final String MARK = "…";

  /** The entry with the highest priority, because it names the object. */
  private static final String FIRST = "full_name";

  /** Minimum bytes for an entry; shorter remainders are dropped. */
  private static final int LEAST = 16;

  /** Bytes of punctuation per entry. */
  private static final int QUOTES_AND_COMMAS = 8;

  private BoundedJson() {}

  /**
   * The map as JSON with sorted keys.
   *
   * @param most bytes of the text in UTF-8
   */
  static String of(Map<String, Object> map, int most) {
    String all = json(map);
    if (bytes(all) <= most) {
      return all;
    }
    Map<String, Object> kept = new LinkedHashMap<>();
    Map<String, Object> rest = new TreeMap<>(map);
    rest.remove(FIRST);
    kept.put("truncated", true);
    if (map.containsKey(FIRST)) {
      kept.put(FIRST, cut(map.get(FIRST), most / 4));
    }
    for (Map.Entry<String, Object> entry : rest.entrySet()) {
      int room = most - bytes(json(kept)) - bytes(entry.getKey()) - QUOTES_AND_COMMAS;
      if (room < LEAST) {
        break;
      }
      kept.put(entry.getKey(), cut(entry.getValue(), Math.min(room, most / 2)));
    }
    return json(kept);
  }

  /** At most so many bytes of a text in UTF-8, with a mark where it was cut. */
  static String excerpt(String text, int most) {
    String storable = StorableText.excerpt(text, most);
    if (storable.length() == text.length() && bytes(storable) <= most) {
      return storable;
    }
    int length = storable.length();
    String cut = storable;
    while (bytes(cut) > most - bytes(MARK)) {
      length -= Math.max(1, (bytes(cut) - most + bytes(MARK)) / 4);
      cut = StorableText.excerpt(storable, length);
    }
    return cut + MARK;
  }

  private static Object cut(Object value, int most) {
    if (bytes(json(value)) <= most) {
      return value;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> kept = new LinkedHashMap<>();
      for (Map.Entry<?, ?> entry : new TreeMap<>(map).entrySet()) {
        String key = entry.getKey().toString();
        int room = most - bytes(json(kept)) - bytes(json(key)) - 4 * QUOTES_AND_COMMAS;
        if (room < LEAST) {
          kept.put(MARK, map.size() - kept.size() + " more");
          break;
        }
        kept.put(key, cut(entry.getValue(), room));
      }
      return kept;
    }
    if (value instanceof Collection<?> collection) {
      List<Object> kept = new ArrayList<>();
      int used = 0;
      for (Object element : collection) {
        int room = most - used - 4 * QUOTES_AND_COMMAS;
        if (room < LEAST) {
          kept.add(MARK + " " + (collection.size() - kept.size()) + " more");
          break;
        }
        Object shortened = cut(element, room);
        used += bytes(json(shortened)) + 1;
        kept.add(shortened);
      }
      return kept;
    }
    return cutText(value.toString(), most);
  }

  /** In JSON a character can take six bytes. */
  private static String cutText(String text, int most) {
    String cut = excerpt(text, Math.max(LEAST, most - QUOTES_AND_COMMAS));
    while (bytes(json(cut)) > most && cut.length() > 1) {
      cut = StorableText.excerpt(cut, cut.length() / 2) + MARK;
    }
    return cut;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String json(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(json, value);
    } catch (IOException exception) {
      throw new UncheckedIOException("strings, numbers and lists always have JSON", exception);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : new TreeMap<>(map).entrySet()) {
        json.writeFieldName(entry.getKey().toString());
        write(json, entry.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof Collection<?> collection) {
      json.writeStartArray();
      for (Object element : collection) {
        write(json, element);
      }
      json.writeEndArray();
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else {
      json.writeString(value.toString());
    }
  }
}
