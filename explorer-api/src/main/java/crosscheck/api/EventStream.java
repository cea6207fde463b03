package crosscheck.api;

import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import io.javalin.http.sse.SseHandler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * Server-sent events: each event of the table as {@code id}, {@code event} (its type) and {@code
 * data} (the same JSON as in the list). A client that comes back with {@code Last-Event-ID} goes on
 * where it stopped, however long ago. In silence a {@code ping} every five seconds says that the
 * server lives; it has no id.
 *
 * <p>Each stream holds a thread while it is open, hence the bound on their number.
 */
final class EventStream {

  private static final long PING_MILLIS = 5000;

  static final Parameter<Long> AFTER =
      Parameters.id(
          "after",
          "Begin after this event, not with what happens now.",
          "the id of an event, decimal");

  /** A header, but of the same form. */
  private static final Parameter<Long> LAST_EVENT_ID =
      AFTER.as("Last-Event-ID", "The last event that was received.");

  private final EventFeed feed;
  private final Semaphore places;
  private final int most;

  EventStream(EventFeed feed, int maxStreams) {
    this.feed = feed;
    this.places = new Semaphore(maxStreams);
    this.most = maxStreams;
  }

  /**
   * Answers one request with a stream.
   *
   * @throws ApiException 406, 400 or 503 before the stream begins
   */
  void open(Context request, Given given) throws Exception {
    Set<String> types = given.get(Events.TYPE).orElse(Set.of());
    open(
        request,
        given.get(AFTER),
        event ->
            types.isEmpty() || types.contains(event.type())
                ? Optional.of(Message.of(event))
                : Optional.empty());
  }

  /** What a stream says of an event; empty: nothing. */
  interface Teller {
    Optional<Message> tell(Event event);
  }

  /**
   * One entry of a stream.
   *
   * @param data JSON
   */
  record Message(long id, String type, String data) {

    static Message of(Event event) {
      return new Message(event.id(), event.type(), Json.text(event));
    }
  }

  /**
   * Answers one request with a stream of what somebody makes of the events.
   *
   * @param asked begin after this event; empty: with what happens now
   * @throws ApiException 406, 400 or 503 before the stream begins
   */
  void open(Context request, Optional<Long> asked, Teller teller) throws Exception {
    String accept = request.header("Accept");
    if (accept == null || !accept.contains("text/event-stream")) {
      throw ApiException.notAcceptable(
          "This address is a stream: ask for it with Accept: text/event-stream.");
    }
    long after = start(request).or(() -> asked).orElseGet(feed::now);
    if (!places.tryAcquire()) {
      throw ApiException.unavailable("Too many event streams are open. Try again later.");
    }
    try {
      new SseHandler(client -> serve(client, after, teller)).handle(request);
    } catch (Exception | Error e) {
      places.release();
      throw e;
    }
  }

  /** How many streams are open. */
  int count() {
    return most - places.availablePermits();
  }

  /** Where a client goes on that comes back. */
  private static Optional<Long> start(Context request) {
    return Optional.ofNullable(request.header("Last-Event-ID"))
        .filter(id -> !id.isEmpty())
        .map(LAST_EVENT_ID::read);
  }

  private void serve(SseClient client, long after, Teller teller) {
    try {
      client.sendEvent("ping", Map.of());
      long seen = after;
      while (!client.terminated() && !feed.closed()) {
        List<Event> next = feed.await(seen, PING_MILLIS);
        if (next.isEmpty()) {
          client.sendEvent("ping", Map.of());
        }
        for (Event event : next) {
          if (client.terminated()) {
            return;
          }
          teller
              .tell(event)
              .ifPresent(m -> client.sendEvent(m.type(), m.data(), String.valueOf(m.id())));
          seen = event.id();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ApiException e) {
      // The database went away in the middle: the client comes back with the last id it has.
      client.sendComment(e.getMessage());
    } finally {
      places.release();
    }
  }
}
