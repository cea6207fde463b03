package crosscheck.api;

import io.javalin.http.Context;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Alerts as RSS 2.0: an item for each opening and each end, with an id that never changes. */
final class AlertFeed {

  static final String MEDIA_TYPE = "application/rss+xml; charset=utf-8";

  private static final String ATOM = "http://www.w3.org/2005/Atom";

  /** The form that RSS asks for: English, whatever the machine speaks. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private AlertFeed() {}

  /** Answers with the document. */
  static void send(Context request, Reader reader, Readers read) {
    String base = request.scheme() + "://" + request.host();
    String xml =
        reader.read(handle -> xml(base, read.chain.network(handle), read.alerts.news(handle)));
    request.contentType(MEDIA_TYPE).result(xml);
  }

  /**
   * The document.
   *
   * @param base address of this server, as the reader reached it, without a slash at the end
   */
  static String xml(String base, Network network, List<Alerts.News> news) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("rss");
      xml.writeAttribute("version", "2.0");
      xml.writeNamespace("atom", ATOM);
      xml.writeStartElement("channel");
      element(xml, "title", "Crosscheck alerts: " + network.configName());
      element(xml, "link", base + "/");
      element(xml, "description", "What an operator of the network should know");
      xml.writeEmptyElement("atom", "link", ATOM);
      xml.writeAttribute("href", base + Routes.API + "/alerts.rss");
      xml.writeAttribute("rel", "self");
      xml.writeAttribute("type", "application/rss+xml");
      for (Alerts.News item : news) {
        item(xml, base, network, item);
      }
      xml.writeEndElement();
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("text can be written", e);
    }
    return text.toString();
  }

  private static void item(XMLStreamWriter xml, String base, Network network, Alerts.News item)
      throws XMLStreamException {
    boolean resolved = item.what().equals("resolved");
    String link = base + Routes.API + "/alerts/" + item.id();
    xml.writeStartElement("item");
    element(xml, "title", (resolved ? "Resolved: " : item.severity() + ": ") + item.title());
    element(xml, "link", link);
    xml.writeStartElement("guid");
    xml.writeAttribute("isPermaLink", "false");
    xml.writeCharacters(
        "crosscheck:%s:alert:%d:%s:%d"
            .formatted(
                network.genesisRoot().slice(0, 8),
                item.id(),
                item.what(),
                item.at().toEpochMilli()));
    xml.writeEndElement();
    element(xml, "pubDate", date(item.at()));
    element(xml, "category", item.rule());
    element(xml, "description", item.title());
    xml.writeEndElement();
  }

  private static String date(Instant at) {
    return DATE.format(at);
  }

  private static void element(XMLStreamWriter xml, String name, String text)
      throws XMLStreamException {
    xml.writeStartElement(name);
    xml.writeCharacters(printable(text));
    xml.writeEndElement();
  }

  /** Without the characters that XML cannot hold. */
  private static String printable(String text) {
    StringBuilder result = new StringBuilder();
    text.codePoints()
        .map(
            c ->
                c == '\t'
                        || c == '\n'
                        || (c >= 0x20 && c < 0xD800)
                        || (c >= 0xE000 && c < 0xFFFE)
                        || c >= 0x10000
                    ? c
                    : 0xFFFD)
        .forEach(result::appendCodePoint);
    return result.toString();
  }
}
