package gg.tiketi.system.engine;

import java.io.IOException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts one {@link Engine} for all test classes that ask for it with {@code @ExtendWith(RunningEngine.class)} and take
 * it as a parameter of their constructor; stops it after the last one. What its parts write is in
 * {@code target/engine.log}.
 */
final class RunningEngine implements ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(RunningEngine.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Engine.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Started.class, key -> new Started(), Started.class)
                .engine;
    }

    /** Lives in the root store, which closes it when all test classes are done. */
    private static final class Started implements AutoCloseable {

        private final Engine engine;

        Started() {
            try {
                engine = Engine.start("engine", UnaryOperator.identity());
            } catch (IOException refused) {
                throw new IllegalStateException("the engine did not start: " + refused.getMessage(), refused);
            }
        }

        @Override
        public void close() throws IOException {
            engine.close();
        }
    }
}
