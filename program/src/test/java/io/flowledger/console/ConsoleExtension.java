package io.flowledger.console;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the one {@link Console} of the test run, started for the first that asks. */
final class ConsoleExtension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Console.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(Console.class))
                .computeIfAbsent(Console.class, key -> start(), Console.class);
    }

    private static Console start() {
        try {
            return Console.start();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ParameterResolutionException("the console does not start", e);
        }
    }
}
