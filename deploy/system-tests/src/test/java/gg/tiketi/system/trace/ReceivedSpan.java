package gg.tiketi.system.trace;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One span as a collector gets it.
 *
 * @param service the {@code service.name} of who sent it
 * @param kind see {@link Kind}
 * @param parentId empty for the first of a trace
 * @param attributes as texts, also those of its events
 */
record ReceivedSpan(
        String service,
        String traceId,
        String spanId,
        String parentId,
        String name,
        Kind kind,
        Map<String, String> attributes) {

    /** In the order of opentelemetry-proto's {@code trace.proto}, whose field numbers stand below too. */
    enum Kind {
        UNSPECIFIED,
        INTERNAL,
        SERVER,
        CLIENT,
        PRODUCER,
        CONSUMER
    }

    /** All spans of an {@code ExportTraceServiceRequest}. */
    static List<ReceivedSpan> read(byte[] request) {
        return new ProtobufReader(request)
                .messages(1).stream().flatMap(ReceivedSpan::ofResource).toList();
    }

    private static Stream<ReceivedSpan> ofResource(ProtobufReader resourceSpans) {
        String service =
                attributes(resourceSpans.messages(1).getFirst().messages(1)).getOrDefault("service.name", "");
        return resourceSpans.messages(2).stream()
                .flatMap(scope -> scope.messages(2).stream())
                .map(span -> of(service, span));
    }

    private static ReceivedSpan of(String service, ProtobufReader span) {
        Map<String, String> attributes = new TreeMap<>(attributes(span.messages(9)));
        span.messages(11).forEach(event -> attributes.putAll(attributes(event.messages(3))));
        return new ReceivedSpan(
                service,
                HexFormat.of().formatHex(span.bytes(1)),
                HexFormat.of().formatHex(span.bytes(2)),
                HexFormat.of().formatHex(span.bytes(4)),
                span.text(5),
                Kind.values()[(int) span.number(6)],
                attributes);
    }

    private static Map<String, String> attributes(List<ProtobufReader> pairs) {
        Map<String, String> read = new TreeMap<>();
        for (ProtobufReader pair : pairs) {
            ProtobufReader value = pair.messages(2).getFirst();
            read.put(pair.text(1), value.has(1) ? value.text(1) : Long.toString(value.number(2) + value.number(3)));
        }
        return read;
    }
}
