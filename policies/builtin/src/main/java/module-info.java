import io.numalab.policies.ColdCacheFirst;
import io.numalab.policies.DefaultPolicy;
import io.numalab.policies.Interleave;
import io.numalab.policies.KswapdWakeup;
import io.numalab.policies.Membind;
import io.numalab.policies.Preferred;
import io.numalab.policies.PreferredMany;
import io.numalab.policies.WeightedInterleave;
import io.numalab.policies.ZoneReclaim;
import io.numalab.spi.PolicyProvider;

/** The built-in policies, as plug-ins that use nothing but what the core exports to everybody. */
module io.numalab.policies {
    requires io.numalab.core;

    provides PolicyProvider with
            ColdCacheFirst,
            DefaultPolicy,
            Interleave,
            KswapdWakeup,
            Membind,
            Preferred,
            PreferredMany,
            WeightedInterleave,
            ZoneReclaim;
}
