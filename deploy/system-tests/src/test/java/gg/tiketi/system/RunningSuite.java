package gg.tiketi.system;

import gg.tiketi.deploy.local.Plan;
import gg.tiketi.deploy.local.Suite;
import java.io.IOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts the suite once for all test classes, from the packages that the reactor has just built, on free ports and with
 * empty data; stops it after the last one. A test class asks for it with {@code @ExtendWith(RunningSuite.class)} and
 * takes a {@link Suite}, a {@link Client} or {@link Tokens} as a parameter of its constructor or its tests. What the
 * services write goes to {@code target/suite.log}.
 */
public final class RunningSuite implements ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(RunningSuite.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Suite.class || type == Client.class || type == Tokens.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Suite suite = context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Started.class, key -> new Started(), Started.class)
                .suite;
        Class<?> type = parameter.getParameter().getType();
        if (type == Suite.class) {
            return suite;
        }
        Client client = new Client(suite.url());
        return type == Client.class ? client : Tokens.of(suite, client);
    }

    /** Lives in the root store, which closes it when all test classes are done. */
    private static final class Started implements AutoCloseable {

        private final SuiteFolder folder;
        private final Suite suite;

        Started() {
            try {
                folder = new SuiteFolder("suite");
                suite = new Suite(Plan.forTests(folder.state()), folder);
                suite.start();
            } catch (IOException refused) {
                throw new IllegalStateException("the suite did not start: " + refused.getMessage(), refused);
            }
        }

        @Override
        public void close() throws IOException {
            suite.close();
            folder.close();
        }
    }
}
