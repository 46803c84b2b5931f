package io.numalab.machine;

import io.numalab.reclaim.Sysctls;
import io.numalab.spi.PolicySpec;
import java.util.List;

/**
 * The names under {@code /proc/sys} that the engine understands, with their ranges, and
 * {@code numalab.POLICY.PARAMETER} for policies attached to the machine.
 */
final class SysctlTable {
    private static final List<String> NODE_RECLAIM =
            List.of("vm.zone_reclaim_mode", "vm.min_unmapped_ratio", "vm.min_slab_ratio");
    private static final String POLICY_PREFIX = "numalab.";

    private final Machine machine;
    private final Sysctls sysctls;

    SysctlTable(Machine machine, Sysctls sysctls) {
        this.machine = machine;
        this.sysctls = sysctls;
    }

    /** Node reclaim is gone, and what was set for it. */
    void dropNodeReclaim() {
        zoneReclaimMode(0);
        sysctls.minUnmappedRatio = 0;
        sysctls.minSlabRatio = 0;
    }

    int set(String name, String text) {
        if (sysctls.noNodeReclaim && NODE_RECLAIM.contains(name)) {
            return Errno.NOENT;
        }
        if (name.startsWith(POLICY_PREFIX)) {
            int dot = name.indexOf('.', POLICY_PREFIX.length());
            return dot < 0 ? Errno.NOENT
                    : machine.attachments().change(
                            name.substring(POLICY_PREFIX.length(), dot), name.substring(dot + 1), text.strip());
        }
        int value;
        try {
            value = Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            return Errno.INVAL;
        }
        int largest = switch (name) {
            case "vm.swappiness" -> 200;
            case "vm.zone_reclaim_mode" -> 7;
            case "kernel.numa_balancing" -> 3;
            case "vm.min_unmapped_ratio", "vm.min_slab_ratio", "vm.dirty_ratio", "vm.dirty_background_ratio" -> 100;
            case "vm.watermark_scale_factor" -> 3000;
            default -> Integer.MAX_VALUE;
        };
        if (value < 0 || value > largest) {
            return Errno.INVAL;
        }
        return setChecked(name, value);
    }

    private int setChecked(String name, int value) {
        switch (name) {
            case "vm.zone_reclaim_mode" -> {
                return zoneReclaimMode(value);
            }
            case "kernel.numa_balancing" -> machine.setBalancing(value);
            case "kernel.numa_balancing_promote_rate_limit_MBps" -> machine.promotion().setLimit(value);
            case "vm.swappiness" -> sysctls.swappiness = value;
            case "vm.min_unmapped_ratio" -> sysctls.minUnmappedRatio = value;
            case "vm.min_slab_ratio" -> sysctls.minSlabRatio = value;
            case "vm.dirty_ratio" -> sysctls.dirtyRatio = value;
            case "vm.dirty_background_ratio" -> sysctls.dirtyBackgroundRatio = value;
            case "vm.dirty_expire_centisecs" -> sysctls.dirtyExpireCentiseconds = value;
            case "vm.dirty_writeback_centisecs" -> {
                sysctls.dirtyWritebackCentiseconds = value;
                machine.context().writeback().startPeriodic(machine.nowNanos());
            }
            case "vm.watermark_boost_factor" -> sysctls.watermarkBoostFactor = value;
            case "vm.watermark_scale_factor" -> {
                sysctls.watermarkScaleFactor = value;
                machine.memory().recompute(sysctls.minFreeKilobytes, value);
            }
            case "vm.min_free_kbytes" -> {
                sysctls.minFreeKilobytes = value;
                machine.memory().recompute(value, sysctls.watermarkScaleFactor);
            }
            default -> throw new UnsupportedSettingException("sysctl " + name + " is not modelled");
        }
        return 0;
    }

    private int zoneReclaimMode(int mode) {
        if (mode == 0) {
            machine.attachments().detachFromMachine("zone_reclaim");
            return 0;
        }
        return machine.attach(PolicySpec.parse("zone_reclaim:mode=" + mode));
    }
}
