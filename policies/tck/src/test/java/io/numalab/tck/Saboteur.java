package io.numalab.tck;

import io.numalab.spi.AllocationPolicy;
import io.numalab.spi.ForwardingProvider;
import io.numalab.spi.Placement;
import io.numalab.spi.PlacementQuery;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicyConfig;
import io.numalab.spi.PolicyContext;
import io.numalab.spi.PolicyProvider;
import io.numalab.spi.PressureView;
import io.numalab.spi.ReclaimOrder;
import io.numalab.spi.Verdict;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A policy that goes by the name of an honest one and does something else: a planted fault that the rules must find in
 * what the machine does.
 */
final class Saboteur extends ForwardingProvider {
    private final UnaryOperator<AllocationPolicy> twist;

    private Saboteur(PolicyProvider honest, UnaryOperator<AllocationPolicy> twist) {
        super(honest);
        this.twist = twist;
    }

    /** All built-in policies, one of them twisted. */
    static Policies among(String name, UnaryOperator<AllocationPolicy> twist) {
        return Policies.of(Policies.load().providers().stream()
                .map(provider -> provider.name().equals(name) ? new Saboteur(provider, twist) : provider)
                .toArray(PolicyProvider[]::new));
    }

    /** A policy whose placements are changed. */
    private static AllocationPolicy placing(AllocationPolicy honest, UnaryOperator<Placement> change) {
        return new AllocationPolicy() {
            @Override
            public Placement place(PlacementQuery query) {
                return change.apply(honest.place(query));
            }
        };
    }

    /** A membind that falls back to other nodes. */
    static Policies leakyMembind() {
        return among("membind", honest -> placing(honest, place -> place.form() != Placement.Form.FIXED
                ? place
                : Placement.preferred(Math.max(0, place.passes().get(0).allowed() == null
                        ? place.passes().get(0).preferredNode()
                        : place.passes().get(0).allowed().first()))));
    }

    /** A preferred-many that begins with its second pass. */
    static Policies hastyPreferredMany() {
        return among("preferred-many", honest -> placing(honest, place -> Placement.fixed(
                place.passes().get(place.passes().size() - 1))));
    }

    static Policies rotatedInterleave() {
        return among("interleave", honest -> placing(honest, place -> {
            int length = place.tableLength();
            int[] table = IntStream.range(0, length).map(i -> place.tableNode((i + 1) % length)).toArray();
            return Placement.interleaved(place.form(), table, place.countsInterleaveHit());
        }));
    }

    static Policies uncountedInterleave() {
        return among("interleave", honest -> placing(honest, place -> {
            int[] table = IntStream.range(0, place.tableLength()).map(place::tableNode).toArray();
            return Placement.interleaved(place.form(), table, false);
        }));
    }

    /** An interleaving that depends on what happened in the machines before. */
    static Policies restlessInterleave() {
        AtomicInteger restless = new AtomicInteger();
        return among("interleave", honest -> placing(honest, place -> {
            int length = place.tableLength();
            int shift = restless.getAndIncrement();
            int[] table = IntStream.range(0, length).map(i -> place.tableNode((i + shift) % length)).toArray();
            return Placement.interleaved(place.form(), table, true);
        }));
    }

    /** A zone_reclaim that answers with another order to whoever is blocked by nothing but the policy. */
    static Policies zoneReclaim(ReclaimOrder order, boolean obeysGates) {
        Verdict reclaim = Verdict.reclaim(order);
        return among("zone_reclaim", honest -> new AllocationPolicy() {
            @Override
            public Verdict belowWatermark(PressureView view) {
                boolean honestly = honest.belowWatermark(view).action() == Verdict.Action.RECLAIM;
                return honestly || !obeysGates ? reclaim : Verdict.SKIP;
            }
        });
    }

    @Override
    public AllocationPolicy create(PolicyConfig config, PolicyContext context) {
        return twist.apply(super.create(config, context));
    }
}
