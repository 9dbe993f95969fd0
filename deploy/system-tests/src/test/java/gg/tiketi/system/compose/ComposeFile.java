package gg.tiketi.system.compose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gg.tiketi.deploy.local.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code deploy/compose/compose.yaml}, read as compose reads it, with a fresh value for each required variable. */
final class ComposeFile {

    private static final Pattern REQUIRED = Pattern.compile("\\$\\{([A-Z_]+):\\?[^}]+}");

    private final JsonNode services;
    private final Map<String, String> given =
            new ConcurrentHashMap<>(Map.of("TIKETI_AUTH_ADMIN_EMAIL", "admin@example.com"));

    ComposeFile() throws IOException {
        String text = Files.readString(folder().resolve("compose.yaml"));
        services = new ObjectMapper()
                .<JsonNode>valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(text))
                .path("services");
    }

    static Path folder() {
        return Checkout.root().resolve("deploy/compose");
    }

    /** What compose would ask for; each is made at its first use, by whichever container comes first. */
    String value(String variable) {
        return given.computeIfAbsent(variable, none -> (UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", ""));
    }

    JsonNode container(String name) {
        return services.path(name);
    }

    /** The container's environment, in the network of the containers. */
    Map<String, String> environment(String name) {
        Map<String, String> environment = new TreeMap<>();
        container(name)
                .path("environment")
                .properties()
                .forEach(entry -> environment.put(
                        entry.getKey(), resolved(entry.getValue().asText())));
        return environment;
    }

    /** The container's command, each word. */
    List<String> command(String name) {
        return StreamSupport.stream(container(name).path("command").spliterator(), false)
                .map(word -> resolved(word.asText()))
                .toList();
    }

    /** Whom it waits for. */
    List<String> dependencies(String name) {
        return container(name).path("depends_on").properties().stream()
                .map(Map.Entry::getKey)
                .toList();
    }

    private String resolved(String text) {
        return REQUIRED.matcher(text)
                .replaceAll((MatchResult found) -> java.util.regex.Matcher.quoteReplacement(value(found.group(1))))
                .replace("$$", "$");
    }
}
