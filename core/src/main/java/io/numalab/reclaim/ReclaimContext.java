package io.numalab.reclaim;

import io.numalab.mapping.Residency;
import io.numalab.memory.Memory;
import io.numalab.memory.Node;
import io.numalab.stat.EventSink;
import io.numalab.stat.KernelLog;
import io.numalab.stat.TraceHistograms;
import io.numalab.topology.Price;
import io.numalab.topology.Prices;

/** What every kind of reclaim of one machine shares. */
public final class ReclaimContext {
    final Memory memory;
    final Residency residency;
    final Sysctls sysctls;
    final TraceHistograms trace;
    final Cpus cpus;
    final Writeback writeback;
    final Horizon horizon = new Horizon();
    final Jitter jitter;
    final WatermarkBoost boost = new WatermarkBoost(this);
    final Demotion demotion;
    private KernelLog log = new KernelLog();
    private EventSink events;
    private Prices prices;
    private Kswapd[] kswapds = new Kswapd[0];

    /** Ties the parts together; {@code events} may be null. */
    public ReclaimContext(
            Residency residency, Sysctls sysctls, TraceHistograms trace, Cpus cpus, Prices prices, EventSink events,
            long seed) {
        this(residency, sysctls, trace, cpus, prices, events, new Jitter(seed));
    }

    private ReclaimContext(
            Residency residency, Sysctls sysctls, TraceHistograms trace, Cpus cpus, Prices prices, EventSink events,
            Jitter jitter) {
        this.jitter = jitter;
        this.memory = residency.memory();
        this.residency = residency;
        this.sysctls = sysctls;
        this.trace = trace;
        this.cpus = cpus;
        this.prices = prices;
        this.events = events;
        writeback = new Writeback(this);
        demotion = new Demotion(this);
    }

    /** The same for a copy of the machine. */
    public ReclaimContext copy(Residency otherResidency) {
        ReclaimContext copy = new ReclaimContext(otherResidency, sysctls.copy(), trace.copy(), cpus.copy(), prices,
                events, new Jitter(jitter));
        copy.demotion.setTiers(demotion.tiers());
        copy.demotion.enable(demotion.enabled());
        copy.log = log.copy();
        return copy;
    }

    /** The memory. */
    public Memory memory() {
        return memory;
    }

    /** Owners and their pages. */
    public Residency residency() {
        return residency;
    }

    /** The settings. */
    public Sysctls sysctls() {
        return sysctls;
    }

    /** Trace histograms. */
    public TraceHistograms trace() {
        return trace;
    }

    /** The CPUs. */
    public Cpus cpus() {
        return cpus;
    }

    /** The flusher and the disk. */
    public Writeback writeback() {
        return writeback;
    }

    /** Memory tiers and what moves pages down. */
    public Demotion demotion() {
        return demotion;
    }

    /** Whether anonymous pages of a node can be reclaimed at all. @param group whose, 0 for everybody's */
    boolean canReclaimAnon(Node node, int group) {
        return residency.canSwap() || demotion.canDemoteGroup(node, group);
    }

    /** What the kernel would have printed. */
    public KernelLog log() {
        return log;
    }

    /** What raises watermarks for a while. */
    public WatermarkBoost boost() {
        return boost;
    }

    /** Until when the running actor may run ahead. */
    public Horizon horizon() {
        return horizon;
    }

    /** Where events go, or null. */
    public EventSink events() {
        return events;
    }

    /** Prices of all actions. */
    public Prices prices() {
        return prices;
    }

    /** Replaces the prices. */
    public void setPrices(Prices prices) {
        this.prices = prices;
    }

    /** The price of so many units, rounded to nanoseconds. */
    public long nanos(Price price, long units) {
        return (prices.picos(price) * units + 500) / 1000;
    }

    /** The kswapd of a node, or null if it has no memory. */
    public Kswapd kswapd(int nid) {
        return kswapds[nid];
    }

    /** Sets the kswapds, by node id. */
    public void setKswapds(Kswapd[] kswapds) {
        this.kswapds = kswapds;
    }
}
