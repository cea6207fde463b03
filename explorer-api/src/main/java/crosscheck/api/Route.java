package crosscheck.api;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes;
import org.jdbi.v3.core.Handle;

/**
 * One address of the API: how it is asked, what it takes, and what it answers with.
 *
 * @param path as Javalin and the manual write it; a part {@code <name>} may have slashes
 * @param tag what it is about: addresses are shown in these groups
 * @param summary one line for people
 * @param takes every parameter there may be; others are refused
 */
record Route(
    HandlerType method,
    String path,
    String tag,
    String summary,
    List<Parameter<?>> takes,
    Answer answer) {

  /** What an address answers with. */
  sealed interface Answer permits Reading, Download, Sending, Changing {}

  /** Something of the database, read on one connection. */
  interface Query<T> {
    /**
     * Reads it.
     *
     * @throws ApiException when there is no such thing
     */
    T run(Handle handle, Given given);
  }

  /** Answers by itself. */
  interface Handling {
    void handle(Context request, Given given) throws Exception;
  }

  /** Changes something, for whom {@link Access} lets pass. */
  interface Doing {
    void handle(ChangeMakers who, Context request, Given given) throws Exception;
  }

  /** How what was read is put into the answer. */
  enum Shape {
    /** {@code data} is one thing. */
    ONE,
    /** {@code data} is a whole list. */
    LIST,
    /** {@code data} is a page of a list, {@code meta} says how to go on. */
    PAGE,
    /** {@code data} is one thing with a list in it, of which {@code meta} says how to go on. */
    ONE_WITH_PAGE,
    /** {@code data} is one thing of the Beacon API, with what it says of finality beside it. */
    BEACON_ONE,
    /** {@code data} is a list of the Beacon API, with what it says of finality beside it. */
    BEACON_LIST;

    boolean list() {
      return this == LIST || this == PAGE || this == BEACON_LIST;
    }
  }

  /**
   * An answer in JSON, and in the other forms that it has.
   *
   * @param type what {@code data} is, or is a list of
   * @param query gives the whole answer: {@code data}, with {@code meta} if there is any
   * @param ssz the same as SSZ
   */
  record Reading(Class<?> type, Shape shape, Query<?> query, Optional<Query<Bytes>> ssz)
      implements Answer {

    /** The forms it can be had in, the usual first. */
    List<Form> forms() {
      List<Form> forms = new ArrayList<>(List.of(Form.JSON));
      if (shape.list() && type.isRecord()) {
        forms.add(Form.CSV);
      }
      if (ssz.isPresent()) {
        forms.add(Form.SSZ);
      }
      return forms;
    }
  }

  /**
   * Bytes of SSZ as a file.
   *
   * @param file its name
   */
  record Download(Function<Given, String> file, Query<Bytes> query) implements Answer {}

  /**
   * An answer in a form of its own.
   *
   * @param mediaType what it is then
   */
  record Sending(String mediaType, Handling handling) implements Answer {}

  /**
   * A change.
   *
   * @param bodies media types that the body may have; none: it has no body
   * @param status of the usual answer
   * @param type what {@code data} is in the answer, or is a list of; empty: it has no body
   * @param several whether {@code data} is a list
   */
  record Changing(
      List<String> bodies, int status, Optional<Class<?>> type, boolean several, Doing doing)
      implements Answer {}

  /** All parameters: those of the entry, and {@code format} where there is a choice. */
  Route {
    if (answer instanceof Reading reading && reading.forms().size() > 1) {
      List<Parameter<?>> all = new ArrayList<>(takes);
      all.removeIf(parameter -> parameter.name().equals(Form.PARAMETER));
      all.add(Form.parameter(reading.forms()));
      takes = List.copyOf(all);
    }
  }

  /** The path as OpenAPI and the manual write it. */
  String template() {
    return path.replace('<', '{').replace('>', '}');
  }

  /** Begins an address that is read. */
  static Asked get(String path, String tag, String summary) {
    return new Asked(HandlerType.GET, path, tag, summary, List.of());
  }

  /** Begins an address that changes something. */
  static Asked post(String path, String tag, String summary) {
    return new Asked(HandlerType.POST, path, tag, summary, List.of());
  }

  /** Begins an address that removes something. */
  static Asked delete(String path, String tag, String summary) {
    return new Asked(HandlerType.DELETE, path, tag, summary, List.of());
  }

  /** An address that does not yet say what it answers with. */
  record Asked(
      HandlerType method, String path, String tag, String summary, List<Parameter<?>> takes) {

    /** Its parameters, those of the path too. */
    Asked takes(Parameter<?>... parameters) {
      return new Asked(method, path, tag, summary, List.of(parameters));
    }

    /** The same, where the reader says which. */
    Asked takes(List<Parameter<?>> parameters) {
      return new Asked(method, path, tag, summary, parameters);
    }

    /** {@code {"data": {…}}}. */
    <T> Route one(Class<T> type, Query<T> query) {
      return reading(type, Shape.ONE, (handle, given) -> data(query.run(handle, given)));
    }

    /**
     * The same, kept while nothing is written to the database.
     *
     * @param question what else the answer depends on
     */
    <T> Route oneKept(Class<T> type, Query<Object> question, Query<T> query) {
      Kept kept = new Kept();
      return reading(
          type,
          Shape.ONE,
          (handle, given) ->
              kept.of(handle, question.run(handle, given), () -> data(query.run(handle, given))));
    }

    /** {@code {"data": […]}}, all there are. */
    <T> Route list(Class<T> type, Query<List<T>> query) {
      return reading(type, Shape.LIST, (handle, given) -> data(query.run(handle, given)));
    }

    /** {@code {"data": […], "meta": {…}}}; takes {@code limit} and {@code cursor}. */
    <T> Route page(Class<T> type, Query<Json.Page<List<T>>> query) {
      return reading(type, Shape.PAGE, query);
    }

    /** {@code {"data": {…}, "meta": {…}}}; takes {@code limit} and {@code cursor}. */
    <T> Route oneWithPage(Class<T> type, Query<Json.Page<T>> query) {
      return reading(type, Shape.ONE_WITH_PAGE, query);
    }

    /** SSZ, to keep as a file of that name. */
    Route download(Function<Given, String> file, Query<Bytes> query) {
      return route(new Download(file, query));
    }

    /** Something else than JSON, or not out of the database alone. */
    Route sends(String mediaType, Handling handling) {
      return route(new Sending(mediaType, handling));
    }

    /** A change without an answer but its status. */
    Route changes(int status, List<String> bodies, Doing doing) {
      return route(new Changing(bodies, status, Optional.empty(), false, doing));
    }

    /** A change that answers with {@code {"data": …}}. */
    Route changes(int status, List<String> bodies, Class<?> type, Doing doing) {
      return route(new Changing(bodies, status, Optional.of(type), false, doing));
    }

    /** A change that answers with {@code {"data": […]}}. */
    Route changesSeveral(int status, List<String> bodies, Class<?> type, Doing doing) {
      return route(new Changing(bodies, status, Optional.of(type), true, doing));
    }

    /** {@code {"execution_optimistic": false, "finalized": …, "data": {…}}}. */
    <T> Route beacon(Class<T> type, Query<BeaconBody<T>> query) {
      return reading(type, Shape.BEACON_ONE, query);
    }

    /** {@code {"execution_optimistic": false, "finalized": …, "data": […]}}. */
    <T> Route beaconList(Class<T> type, Query<BeaconBody<List<T>>> query) {
      return reading(type, Shape.BEACON_LIST, query);
    }

    private static <T> Json.Data<T> data(T data) {
      return new Json.Data<>(data);
    }

    private Route reading(Class<?> type, Shape shape, Query<?> query) {
      return route(new Reading(type, shape, query, Optional.empty()));
    }

    private Route route(Answer answer) {
      return new Route(method, path, tag, summary, takes, answer);
    }
  }

  /** It can be had as SSZ, too, by {@code Accept}. */
  Route orSsz(Query<Bytes> ssz) {
    Reading reading = (Reading) answer;
    return new Route(
        method,
        path,
        tag,
        summary,
        takes,
        new Reading(reading.type(), reading.shape(), reading.query(), Optional.of(ssz)));
  }
}
