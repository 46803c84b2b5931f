package io.numalab.tck;

import io.numalab.spi.PolicyProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/** Every built-in policy passes the kit; with half the usual effort here, as there are many of them. */
class BuiltinContractsTest {

    private static final class Contract extends PolicyContract {
        private final PolicyProvider provider;

        Contract(PolicyProvider provider) {
            this.provider = provider;
        }

        @Override
        protected PolicyProvider provider() {
            return provider;
        }

        @Override
        protected Promise promise() {
            return Builtins.promise(provider);
        }

        @Override
        protected double effort() {
            return super.effort() / 2;
        }
    }

    @TestFactory
    Stream<DynamicContainer> shouldKeepTheContract() {
        return Builtins.all().stream()
                .map(provider -> DynamicContainer.dynamicContainer(provider.name(), new Contract(provider).rules()));
    }
}
