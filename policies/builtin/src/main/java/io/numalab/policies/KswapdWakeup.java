package io.numalab.policies;

import io.numalab.spi.AllocationPolicy;
import io.numalab.spi.Capability;
import io.numalab.spi.GfpFlags;
import io.numalab.spi.Parameter;
import io.numalab.spi.PolicyConfig;
import io.numalab.spi.PolicyContext;
import io.numalab.spi.PolicyProvider;
import io.numalab.spi.PressureView;
import io.numalab.spi.Scope;
import io.numalab.spi.Verdict;
import java.util.List;
import java.util.Set;

/**
 * {@code kswapd-wakeup}: {@code zone_reclaim}, but before the task scans anything it wakes kswapd of the node and tests
 * the mark once more. The page at hand gains little; later ones find the node refilled to its high mark.
 *
 * <p>Source: Wupeng Ma, "wakeup kswapd during node_reclaim", RFC of 2025-10-11 on linux-mm, not merged; linux-model
 * 22.1. On 6.18 it works against itself for unrestricted tasks, since the first sweep then leaves out the node whose
 * kswapd it has just woken (linux-model 22.3).
 */
public final class KswapdWakeup implements PolicyProvider {

    /** Called by ServiceLoader. */
    public KswapdWakeup() {}

    @Override
    public int spiVersion() {
        return SPI_VERSION;
    }

    @Override
    public String name() {
        return "kswapd-wakeup";
    }

    @Override
    public String description() {
        return "as zone_reclaim, waking kswapd of the node before the task scans it";
    }

    @Override
    public List<String> aliases() {
        return List.of("kswapd_wakeup");
    }

    @Override
    public Scope usualScope() {
        return Scope.MACHINE;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.PRESSURE);
    }

    @Override
    public List<Parameter> parameters() {
        return ZoneReclaim.declaredParameters();
    }

    @Override
    public AllocationPolicy create(PolicyConfig config, PolicyContext context) {
        ZoneReclaim.NodeReclaim gates = ZoneReclaim.NodeReclaim.of(config);
        return new WakingReclaim(gates, gates.reclaim().wakingKswapd());
    }

    /** Does not allocate: the waking verdict is made once. */
    private record WakingReclaim(ZoneReclaim.NodeReclaim gates, Verdict wakeAndReclaim) implements AllocationPolicy {

        @Override
        public Verdict belowWatermark(PressureView view) {
            Verdict verdict = gates.belowWatermark(view);
            boolean mayWake = (view.gfp() & GfpFlags.KSWAPD_RECLAIM) != 0;
            return verdict.action() == Verdict.Action.RECLAIM && mayWake ? wakeAndReclaim : verdict;
        }
    }
}
