package gg.tiketi.defaults.request;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/** A field named twice is refused: which of the two counts, readers do not agree on (RFC 8259, section 4). */
@Singleton
public class StrictJson implements ObjectMapperCustomizer {

    @Override
    public void customize(ObjectMapper json) {
        json.getFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    }
}
