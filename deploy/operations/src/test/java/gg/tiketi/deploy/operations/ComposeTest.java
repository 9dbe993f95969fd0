package gg.tiketi.deploy.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ComposeTest {

    private static final String FILE = "deploy/compose/compose.yaml";
    private static final JsonNode COMPOSE = Checkout.yaml(FILE);
    private static final Pattern REQUIRED = Pattern.compile("\\$\\{([A-Z_]+):\\?[^}]+}");
    private static final Pattern SECRET = Pattern.compile(".*(PASSWORD|TOKEN|SECRET|AUTH)$");
    /** What images of others read, beside the secrets that roles.sh reads. */
    private static final Map<String, Set<String>> OTHERS = Map.of(
            "postgres", Set.of("POSTGRES_DB", "POSTGRES_PASSWORD"),
            "redis", Set.of("REDISCLI_AUTH"),
            "grafana",
                    Set.of(
                            "GF_SECURITY_ADMIN_PASSWORD",
                            "GF_ANALYTICS_REPORTING_ENABLED",
                            "GF_ANALYTICS_CHECK_FOR_UPDATES",
                            "GF_USERS_ALLOW_SIGN_UP"));
    /** Root within the container, each for the reason that stands beside it in the file. */
    private static final Set<String> ROOT = Set.of("postgres", "key-folder", "collector");

    @Test
    void isValidByTheOfficialSchema() throws IOException {
        assertThat(schema().validate(COMPOSE)).isEmpty();
    }

    @Test
    void theSchemaRefusesWhatItDoesNotKnow() throws IOException {
        ObjectNode broken = COMPOSE.deepCopy();
        ((ObjectNode) broken.at("/services/gateway")).put("imagine", "gateway:1");

        assertThat(schema().validate(broken)).isNotEmpty();
    }

    /** Its inner ids are names only; the validator would take each for a document of its own. */
    private static JsonSchema schema() throws IOException {
        JsonNode schema = new ObjectMapper().readTree(ComposeTest.class.getResource("/compose-spec/compose-spec.json"));
        for (JsonNode parent : schema.findParents("id")) {
            if (parent.path("id").isTextual()) {
                ((ObjectNode) parent).remove("id");
            }
        }
        ((ObjectNode) schema).remove("$schema");
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V201909).getSchema(schema);
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void setsOnlyWhatAServiceReads(Service service) {
        assertThat(Documents.settings())
                .containsAll(environment(service.module()).keySet());
    }

    @ParameterizedTest
    @MethodSource("containers")
    void setsOnlyWhatAnImageReads(String name) {
        if (Stream.of(Service.values()).anyMatch(service -> service.module().equals(name))) {
            return;
        }
        Set<String> read = new TreeSet<>(OTHERS.getOrDefault(name, Set.of()));
        String own = name.equals("postgres")
                ? Checkout.text("deploy/compose/postgres/roles.sh")
                : container(name).path("command").toString();
        Pattern.compile("\\$([A-Z_]+)")
                .matcher(own)
                .results()
                .map((MatchResult found) -> found.group(1))
                .forEach(read::add);

        assertThat(read).containsAll(environment(name).keySet());
    }

    @ParameterizedTest
    @MethodSource("containers")
    void takesEachSecretFromWhoeverStartsIt(String name) {
        environment(name).forEach((variable, value) -> {
            if (SECRET.matcher(variable).matches()) {
                assertThat(value).as(variable).matches(REQUIRED);
            }
        });
        assertThat(Checkout.text(FILE).replace("${TIKETI_IMAGE:-native}", "")).doesNotContain(":-");
    }

    @Test
    void theExampleNamesEachRequiredVariableAndGivesNone() {
        Set<String> required = REQUIRED.matcher(Checkout.text(FILE))
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(Checkout.text("deploy/compose/.env.example").lines().filter(line -> !line.startsWith("#")))
                .containsExactlyInAnyOrderElementsOf(
                        required.stream().map(name -> name + "=").toList());
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void asksForHealthAtTheServicesOwnPort(Service service) {
        JsonNode container = container(service.module());

        assertThat(container.at("/build/args/SERVICE").asText()).isEqualTo(service.module());
        assertThat(container.at("/build/args/MANAGEMENT_PORT").asInt()).isEqualTo(service.managementPort());
        assertThat(container.at("/healthcheck/test/1").asText()).isEqualTo("/app/healthy");
        assertThat(Files.exists(Checkout.file("deploy/images/native.Dockerfile")))
                .isTrue();
        assertThat(container.at("/build/dockerfile").asText())
                .isEqualTo("deploy/images/${TIKETI_IMAGE:-native}.Dockerfile");
    }

    @Test
    void addressesAreThoseWhereServicesListen() {
        Map<String, Integer> ports = new TreeMap<>();
        Stream.of(Service.values()).forEach(service -> ports.put(service.module(), service.port()));

        containers().flatMap(name -> environment(name).values().stream()).forEach(value -> Pattern.compile(
                        "http://([a-z-]+-service|gateway):(\\d+)")
                .matcher(value)
                .results()
                .forEach(found ->
                        assertThat(ports.get(found.group(1))).as(value).isEqualTo(Integer.valueOf(found.group(2)))));
        assertThat(container("gateway").at("/ports/0").asText())
                .isEqualTo("127.0.0.1:" + Service.GATEWAY.port() + ":" + Service.GATEWAY.port());
    }

    @ParameterizedTest
    @MethodSource("containers")
    void everyContainerMayDoNoMoreThanItMust(String name) {
        JsonNode container = container(name);

        assertThat(container.path("read_only").asBoolean()).as("read-only root").isTrue();
        assertThat(container.at("/cap_drop/0").asText()).isEqualTo("ALL");
        assertThat(container.path("security_opt").toString()).contains("no-new-privileges:true");
        assertThat(container.path("privileged").asBoolean()).isFalse();
        assertThat(container.path("network_mode").asText()).isNotEqualTo("host");
        assertThat(container.path("volumes").toString()).doesNotContain("docker.sock");
        if (!ROOT.contains(name)) {
            assertThat(container.path("user").asText()).matches("[1-9]\\d*:\\d+");
            assertThat(container.has("cap_add")).isFalse();
        }
        elements(container.path("ports"))
                .forEach(port -> assertThat(port.asText()).startsWith("127.0.0.1:"));
    }

    @ParameterizedTest
    @MethodSource("containers")
    void everyImageHasAnExactVersion(String name) {
        JsonNode image = container(name).path("image");

        assertThat(image.isMissingNode() ? "built:0.0" : image.asText()).matches(".+:v?\\d+\\.\\d+.*");
    }

    @Test
    void everyMountedFileExists() {
        containers().forEach(name -> elements(container(name).path("volumes"))
                .map(JsonNode::asText)
                .filter(volume -> volume.startsWith("."))
                .forEach(volume -> assertThat(Checkout.file("deploy/compose").resolve(volume.split(":")[0]))
                        .as(name)
                        .exists()));
    }

    @Test
    void isTheWholePlatform() {
        assertThat(container("postgres").path("image").asText()).contains("postgres:15.");
        assertThat(container("redis").path("image").asText()).contains("redis:7.");
        assertThat(containers()).contains("collector", "prometheus", "grafana", "loki", "tempo");
        assertThat(container("redis").path("command").toString()).contains("noeviction");
    }

    static Stream<String> containers() {
        return StreamSupport.stream(
                ((Iterable<String>) () -> COMPOSE.path("services").fieldNames()).spliterator(), false);
    }

    private static JsonNode container(String name) {
        JsonNode found = COMPOSE.path("services").path(name);
        assertThat(found.isObject()).as(name).isTrue();
        return found;
    }

    private static Map<String, String> environment(String name) {
        Map<String, String> environment = new TreeMap<>();
        container(name)
                .path("environment")
                .properties()
                .forEach(entry ->
                        environment.put(entry.getKey(), entry.getValue().asText()));
        return environment;
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
