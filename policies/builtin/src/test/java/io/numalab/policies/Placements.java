package io.numalab.policies;

import io.numalab.spi.NodeMask;
import io.numalab.spi.Placement;
import io.numalab.spi.PlacementQuery;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicyContext;
import io.numalab.spi.PolicySpec;

/** Asks built-in policies for placements, as an engine would: through ServiceLoader. */
final class Placements {

    static final Policies POLICIES = Policies.load(Placements.class.getClassLoader());

    private Placements() {}

    static Placement of(String spec, PolicyContext machine, PlacementQuery query) {
        return POLICIES.create(PolicySpec.parse(spec), machine).place(query);
    }

    static String text(String spec, PolicyContext machine, PlacementQuery query) {
        return of(spec, machine, query).toString();
    }

    static String preferred(int nid) {
        return Placement.preferred(nid).toString();
    }

    static String bind(int nid, int... nids) {
        return Placement.bind(nid, NodeMask.of(nids)).toString();
    }
}
