package gg.tiketi.deploy.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;

/** The templates of an environment, synthesised once per JVM: it takes seconds. */
record Synthesis(Environment environment, Path folder, Map<String, JsonNode> templates) {

    private static final Map<String, Synthesis> MADE = new ConcurrentHashMap<>();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SUFFIX = ".template.json";

    static Synthesis of(String name) {
        return MADE.computeIfAbsent(name, any -> make(name, Map.of(), true));
    }

    static Synthesis make(String name, Map<String, String> replaced, boolean judged) {
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "synth")), name);
            Environment environment = EnvironmentReader.read(name, replaced);
            App app = Platform.make(environment, folder.toAbsolutePath().toString());
            if (judged) {
                Aspects.of(app).add(AwsSolutionsChecks.Builder.create().build());
            }
            app.synth();
            return new Synthesis(environment, folder, read(environment, folder));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Map<String, JsonNode> read(Environment environment, Path folder) throws IOException {
        Map<String, JsonNode> templates = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(any -> any.toString().endsWith(SUFFIX)).toList()) {
                String name = file.getFileName().toString().replace(SUFFIX, "");
                templates.put(name.substring(environment.stack("").length()), JSON.readTree(file.toFile()));
            }
        }
        return templates;
    }

    /** A resource of a template. */
    record Resource(String stack, String id, String type, JsonNode body) {

        JsonNode properties() {
            return body.path("Properties");
        }

        /** The property at a path such as {@code /Tags/0/Key}. */
        JsonNode at(String path) {
            return properties().at(path);
        }

        String text(String path) {
            return at(path).asText();
        }
    }

    Stream<Resource> resources() {
        return templates.entrySet().stream().flatMap(entry -> {
            List<Resource> found = new ArrayList<>();
            entry.getValue()
                    .path("Resources")
                    .fields()
                    .forEachRemaining(resource -> found.add(new Resource(
                            entry.getKey(),
                            resource.getKey(),
                            resource.getValue().path("Type").asText(),
                            resource.getValue())));
            return found.stream();
        });
    }

    List<Resource> all(String type) {
        return resources().filter(resource -> resource.type().equals(type)).toList();
    }

    List<Resource> all(String stack, String type) {
        return all(type).stream()
                .filter(resource -> resource.stack().equals(stack))
                .toList();
    }

    /** The only one of its type, in a stack. */
    Resource one(String stack, String type) {
        List<Resource> found = all(stack, type);
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " of " + type + " in " + stack);
        }
        return found.getFirst();
    }

    /** The only one whose property has this value. */
    Resource one(String type, String path, String value) {
        List<Resource> found = all(type).stream()
                .filter(resource -> resource.text(path).equals(value))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " of " + type + " with " + path + " = " + value);
        }
        return found.getFirst();
    }
}
