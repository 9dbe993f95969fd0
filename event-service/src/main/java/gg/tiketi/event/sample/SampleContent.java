package gg.tiketi.event.sample;

import com.fasterxml.jackson.databind.ObjectMapper;
import gg.tiketi.event.search.Keyword;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads what the sample shop is made of from {@code sample/*.json}. All names in it are invented. */
@ApplicationScoped
class SampleContent {

    private final ObjectMapper json;

    SampleContent(ObjectMapper json) {
        this.json = json;
    }

    List<SampleVenue> venues() {
        return read("venues", SampleVenue.class);
    }

    Map<String, SampleVenue> venuesByKey() {
        return venues().stream().collect(Collectors.toMap(SampleVenue::key, Function.identity()));
    }

    List<SampleEvent> events() {
        return read("events", SampleEvent.class);
    }

    List<Keyword> keywords() {
        return read("keywords", Keyword.class);
    }

    private <T> List<T> read(String name, Class<T> type) {
        try (InputStream file = SampleContent.class.getResourceAsStream("/sample/" + name + ".json")) {
            return json.readerForListOf(type).readValue(file);
        } catch (IOException broken) {
            throw new UncheckedIOException("sample/" + name + ".json", broken);
        }
    }
}
