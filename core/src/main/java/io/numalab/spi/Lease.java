package io.numalab.spi;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The arguments of one call, poisoned when it is over: whoever uses them later gets a {@link PolicyRuleException}.
 * Allocates a lot; for checking only.
 */
final class Lease implements AutoCloseable {
    private final String policy;
    private boolean over;

    Lease(String policy) {
        this.policy = policy;
    }

    /** An argument for the policy. */
    <T> T of(Class<T> type, T argument) {
        return proxy(type, (proxy, method, values) -> {
            check(method);
            Object answer = invoke(method, argument, values);
            return answer instanceof MachineView machine ? of(MachineView.class, machine) : answer;
        });
    }

    /** An argument with an effect for the policy, whose answers are written down. */
    <T> T recording(Class<T> type, T argument, Deque<Object> record) {
        return proxy(type, (proxy, method, values) -> {
            check(method);
            Object answer = invoke(method, argument, values);
            record.add(new Call(method.getName(), values == null ? "" : java.util.Arrays.toString(values), answer));
            return answer;
        });
    }

    /** The same argument for the twin: without the effect, and the same calls are expected. */
    <T> T replaying(Class<T> type, Deque<Object> record) {
        Deque<Object> left = new ArrayDeque<>(record);
        return proxy(type, (proxy, method, values) -> {
            check(method);
            String arguments = values == null ? "" : java.util.Arrays.toString(values);
            if (!(left.poll() instanceof Call call) || !call.method.equals(method.getName())
                    || !call.arguments.equals(arguments)) {
                throw new PolicyRuleException(policy, PolicyRule.DETERMINISM,
                        "a second instance asks for " + method.getName() + arguments + ", the first did not");
            }
            return call.answer;
        });
    }

    private record Call(String method, String arguments, Object answer) {}

    private void check(Method method) {
        if (over) {
            throw new PolicyRuleException(policy, PolicyRule.VIEWS,
                    method.getName() + "() of an argument was called after the call it was handed to");
        }
    }

    private static Object invoke(Method method, Object target, Object... values) throws Throwable {
        try {
            return method.invoke(target, values);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public void close() {
        over = true;
    }
}
