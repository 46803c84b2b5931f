package io.numalab.tck;

import io.numalab.policies.DefaultPolicy;
import io.numalab.policies.Interleave;
import io.numalab.policies.KswapdWakeup;
import io.numalab.policies.Membind;
import io.numalab.policies.Preferred;
import io.numalab.policies.PreferredMany;
import io.numalab.policies.WeightedInterleave;
import io.numalab.policies.ZoneReclaim;
import io.numalab.spi.PolicyProvider;
import org.junit.jupiter.api.Nested;

/** Every built-in policy passes the kit; with half the usual effort here, as there are eight of them. */
class BuiltinContractsTest {

    /** With less effort than a plug-in of its own would take. */
    abstract static class Contract extends PolicyContract {
        @Override
        protected double effort() {
            return super.effort() / 2;
        }
    }

    @Nested
    class DefaultPolicyContract extends Contract {
        @Override
        protected PolicyProvider provider() {
            return new DefaultPolicy();
        }
    }

    @Nested
    class InterleaveContract extends Contract {
        @Override
        protected PolicyProvider provider() {
            return new Interleave();
        }
    }

    @Nested
    class KswapdWakeupContract extends Contract {
        @Override
        protected PolicyProvider provider() {
            return new KswapdWakeup();
        }
    }

    @Nested
    class MembindContract extends Contract {
        @Override
        protected PolicyProvider provider() {
            return new Membind();
        }

        @Override
        protected Promise promise() {
            return Promise.STRICT;
        }
    }

    @Nested
    class PreferredContract extends Contract {
        @Override
        protected PolicyProvider provider() {
            return new Preferred();
        }
    }

    @Nested
    class PreferredManyContract extends Contract {
        @Override
        protected PolicyProvider provider() {
            return new PreferredMany();
        }
    }

    @Nested
    class WeightedInterleaveContract extends Contract {
        @Override
        protected PolicyProvider provider() {
            return new WeightedInterleave();
        }
    }

    @Nested
    class ZoneReclaimContract extends Contract {
        @Override
        protected PolicyProvider provider() {
            return new ZoneReclaim();
        }
    }
}
