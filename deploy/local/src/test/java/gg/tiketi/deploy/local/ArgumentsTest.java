package gg.tiketi.deploy.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

    @Test
    void withoutOptionsAllServicesStartOnTheUsualPorts() throws Refusal {
        // when
        Arguments arguments = parse();

        // then
        assertThat(arguments.services()).containsExactly(Service.values());
        assertThat(arguments.reset()).isFalse();
        assertThat(arguments.ports().number(Port.GATEWAY)).isEqualTo(3001);
        assertThat(arguments.ports().number(Port.SEAT_MANAGEMENT)).isEqualTo(9004);
    }

    @Test
    void oneServiceCanBeLeftOut() throws Refusal {
        assertThat(parse("--except", "seat-service").services())
                .containsExactly(Service.AUTH, Service.EVENT, Service.GATEWAY);
    }

    @Test
    void theBackendsCanStartAlone() throws Refusal {
        assertThat(parse("--backends").services()).isEmpty();
    }

    @Test
    void anOptionForThePagesPortWinsOverTheEnvironment() throws Refusal {
        // when
        Arguments arguments = Arguments.parse(
                new String[] {"--port", "4001"}, Map.of("TIKETI_GATEWAY_PORT", "5001", "TIKETI_REDIS_PORT", "6001"));

        // then
        assertThat(arguments.ports().number(Port.GATEWAY)).isEqualTo(4001);
        assertThat(arguments.ports().number(Port.REDIS)).isEqualTo(6001);
    }

    @Test
    void whatMakesNoSenseIsRefusedInWords() {
        assertThatThrownBy(() -> parse("--wrong")).hasMessage("unknown option --wrong (--help lists them)");
        assertThatThrownBy(() -> parse("--port")).hasMessage("--port needs a value (--help tells more)");
        assertThatThrownBy(() -> parse("--port", "x")).hasMessage("--port must be a port number, not 'x'");
        assertThatThrownBy(() -> parse("--port", "70000")).hasMessage("--port must be between 1 and 65535, not 70000");
        assertThatThrownBy(() -> parse("--except", "queue")).hasMessageStartingWith("no service 'queue': one of auth-");
    }

    private static Arguments parse(String... given) throws Refusal {
        return Arguments.parse(given, Map.of());
    }
}
