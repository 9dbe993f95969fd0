package gg.tiketi.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gg.tiketi.deploy.local.Service;
import gg.tiketi.deploy.local.Suite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Key;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The variables by which deploy/aws has services verify PostgreSQL's certificate, with the running PostgreSQL. */
@ExtendWith(RunningSuite.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseCertificateTest {

    private static final String PASSWORD = "only-in-this-test";

    private final Suite suite;

    @TempDir
    private static Path folder;

    private Path own;
    private Path foreign;

    DatabaseCertificateTest(Suite suite) {
        this.suite = suite;
    }

    @BeforeAll
    void postgresSpeaksTls() throws Exception {
        own = makeCertificate("own");
        foreign = makeCertificate("foreign");
        Path data = Path.of(ask("SHOW data_directory"));
        install(data, "tiketi-test.crt", Files.readString(own));
        install(data, "tiketi-test.key", privateKey("own"));
        tell("ALTER SYSTEM SET ssl_cert_file = 'tiketi-test.crt'");
        tell("ALTER SYSTEM SET ssl_key_file = 'tiketi-test.key'");
        tell("ALTER SYSTEM SET ssl = on");
        tell("SELECT pg_reload_conf()");
    }

    @AfterAll
    void postgresIsAsBefore() throws SQLException {
        tell("ALTER SYSTEM RESET ssl");
        tell("ALTER SYSTEM RESET ssl_cert_file");
        tell("ALTER SYSTEM RESET ssl_key_file");
        tell("SELECT pg_reload_conf()");
    }

    @Test
    void aServiceTalksToTheDatabaseThatItKnowsAndNeverInTheClear() throws Exception {
        Suite.Node node = suite.startAnother(Service.SEAT, variables(own, "127.0.0.1"));
        try {
            List<String> encrypted = new ArrayList<>();
            try (Connection database = suite.database();
                    Statement statement = database.createStatement();
                    ResultSet rows =
                            statement.executeQuery("SELECT s.ssl FROM pg_stat_activity a JOIN pg_stat_ssl s USING (pid)"
                                    + " WHERE a.application_name = 'certificate-test'")) {
                while (rows.next()) {
                    encrypted.add(rows.getString(1));
                }
            }
            assertThat(encrypted).isNotEmpty().containsOnly("t");
        } finally {
            node.process().destroyForcibly();
        }
    }

    @Test
    void aCertificateThatSomebodyElseSignedIsRefused() {
        assertThatThrownBy(() -> suite.startAnother(Service.SEAT, variables(foreign, "127.0.0.1")))
                .hasMessageContaining("ended with exit code");
    }

    @Test
    void aCertificateForAnotherNameIsRefused() {
        assertThatThrownBy(() -> suite.startAnother(Service.SEAT, variables(own, "localhost")))
                .hasMessageContaining("ended with exit code");
    }

    private static Map<String, String> variables(Path certificates, String host) {
        return Map.of(
                "DB_HOST", host,
                "QUARKUS_DATASOURCE_REACTIVE_POSTGRESQL_SSL_MODE", "verify-full",
                "QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM", "true",
                "QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM_CERTS", certificates.toString(),
                "QUARKUS_DATASOURCE_REACTIVE_HOSTNAME_VERIFICATION_ALGORITHM", "HTTPS",
                "JAVA_TOOL_OPTIONS",
                        "-Dquarkus.datasource.reactive.additional-properties.application_name=certificate-test",
                "QUARKUS_DATASOURCE_JDBC_ADDITIONAL_JDBC_PROPERTIES_SSLMODE", "verify-full",
                "QUARKUS_DATASOURCE_JDBC_ADDITIONAL_JDBC_PROPERTIES_SSLROOTCERT", certificates.toString());
    }

    /** A certificate for 127.0.0.1 that signs itself, made by the JDK's own tool. */
    private static Path makeCertificate(String name) throws IOException, InterruptedException {
        keytool(
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=ip:127.0.0.1",
                "-ext",
                "bc:c",
                "-validity",
                "2");
        Path file = folder.resolve(name + ".pem");
        keytool("-exportcert", "-rfc", "-alias", name, "-file", file.toString());
        return file;
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                arguments[0],
                "-keystore",
                folder.resolve("keys.p12").toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD));
        command.addAll(List.of(arguments).subList(1, arguments.length));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private static String privateKey(String alias) throws Exception {
        KeyStore keys = KeyStore.getInstance(folder.resolve("keys.p12").toFile(), PASSWORD.toCharArray());
        Key key = keys.getKey(alias, PASSWORD.toCharArray());
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    /** PostgreSQL wants its files to be its own, and a key to be nobody else's. */
    private static void install(Path data, String name, String text) throws IOException {
        Path file = Files.writeString(data.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.setOwner(file, Files.getOwner(data));
    }

    private String ask(String question) throws SQLException {
        try (Connection database = suite.database();
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(question)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private void tell(String command) throws SQLException {
        try (Connection database = suite.database();
                Statement statement = database.createStatement()) {
            statement.execute(command);
        }
    }
}
