package io.numalab.scenario.language;

import java.math.BigDecimal;

/** What one task is told to do. Sizes and offsets are bytes; {@link #text} is the spelling after the task's name. */
public sealed interface TaskCommand {

    /** The canonical spelling without the name of the task. */
    String text();

    /** Whether only a simulator can do it, so that the line begins with {@code sim}. */
    default boolean simulatedOnly() {
        return false;
    }

    /** {@code policy P}. @param policy as written; {@code @} stands for the policy under test */
    record SetPolicy(String policy) implements TaskCommand {
        @Override
        public String text() {
            return "policy " + policy;
        }
    }

    /** {@code cpu node1}: pins the task. */
    record SetCpus(CpuChoice cpus) implements TaskCommand {
        @Override
        public String text() {
            return "cpu " + cpus;
        }
    }

    /**
     * {@code anon NAME SIZE [rand]} or {@code reserve NAME SIZE}: maps private anonymous memory.
     *
     * @param touched whether each page is written once ({@code anon}); {@code reserve} only maps
     * @param random whether pages are drawn at random instead of in address order
     */
    record MapAnonymous(String name, long bytes, boolean touched, boolean random) implements TaskCommand {
        @Override
        public String text() {
            return (touched ? "anon " : "reserve ") + name + " " + ByteSize.format(bytes) + (random ? " rand" : "");
        }
    }

    /** {@code shm NAME SIZE}: maps shared anonymous memory and writes each page once. */
    record MapShared(String name, long bytes) implements TaskCommand {
        @Override
        public String text() {
            return "shm " + name + " " + ByteSize.format(bytes);
        }
    }

    /** {@code touch NAME r|w [SIZE] [rand]}. @param bytes from the start; -1 for the whole mapping */
    record Touch(String name, boolean write, long bytes, boolean random) implements TaskCommand {
        @Override
        public String text() {
            return "touch " + name + (write ? " w" : " r") + (bytes < 0 ? "" : " " + ByteSize.format(bytes))
                    + (random ? " rand" : "");
        }
    }

    /** {@code loop NAME SECONDS}: reads the mapping over and over. */
    record Loop(String name, double seconds) implements TaskCommand {
        @Override
        public String text() {
            return "loop " + name + " " + plain(seconds);
        }
    }

    /** {@code free NAME}: unmaps. */
    record Free(String name) implements TaskCommand {
        @Override
        public String text() {
            return "free " + name;
        }
    }

    /** {@code mlock NAME}. */
    record Lock(String name) implements TaskCommand {
        @Override
        public String text() {
            return "mlock " + name;
        }
    }

    /** {@code madvise NAME WHAT}. @param what hugepage, nohugepage, dontneed, pageout or cold */
    record Advise(String name, String what) implements TaskCommand {
        @Override
        public String text() {
            return "madvise " + name + " " + what;
        }
    }

    /** {@code mbind NAME P [move]}. @param move whether pages already there are moved */
    record BindMapping(String name, String policy, boolean move) implements TaskCommand {
        @Override
        public String text() {
            return "mbind " + name + " " + policy + (move ? " move" : "");
        }
    }

    /** {@code migrate FROM TO}: moves the task's pages between nodes. @param from a node list @param to a node list */
    record Migrate(String from, String to) implements TaskCommand {
        @Override
        public String text() {
            return "migrate " + from + " " + to;
        }
    }

    /** {@code churn SIZE TIMES}: maps, touches and unmaps. */
    record Churn(long bytes, int times) implements TaskCommand {
        @Override
        public String text() {
            return "churn " + ByteSize.format(bytes) + " " + times;
        }
    }

    /** {@code read FILE OFF SIZE [TIMES]}: reads a file through a descriptor. */
    record ReadFile(String file, long offset, long bytes, int times) implements TaskCommand {
        @Override
        public String text() {
            return "read " + file + " " + ByteSize.format(offset) + " " + ByteSize.format(bytes)
                    + (times == 1 ? "" : " " + times);
        }
    }

    /** {@code write FILE OFF SIZE [sync]}: writes a file through a descriptor, creating it if need be. */
    record WriteFile(String file, long offset, long bytes, boolean sync) implements TaskCommand {
        @Override
        public String text() {
            return "write " + file + " " + ByteSize.format(offset) + " " + ByteSize.format(bytes)
                    + (sync ? " sync" : "");
        }
    }

    /** {@code mmap-file NAME FILE OFF SIZE [r|w]}: maps a file and touches each page. */
    record MapFile(String name, String file, long offset, long bytes, boolean write) implements TaskCommand {
        @Override
        public String text() {
            return "mmap-file " + name + " " + file + " " + ByteSize.format(offset) + " " + ByteSize.format(bytes)
                    + (write ? " w" : " r");
        }
    }

    /** {@code sim access TASK MAP COUNT [ORDER] [r|w]}: accesses single pages of a mapping, each one counted. */
    record Access(String name, long count, PageOrder order, boolean write) implements TaskCommand {
        @Override
        public String text() {
            return "access " + name + " " + count + " " + order.text() + (write ? " w" : " r");
        }

        @Override
        public boolean simulatedOnly() {
            return true;
        }
    }

    /** {@code sim pread TASK FILE OFF SIZE COUNT ORDER}: reads single pages of a part of a file, without readahead. */
    record ReadPages(String file, long offset, long bytes, long count, PageOrder order) implements TaskCommand {
        @Override
        public String text() {
            return "pread " + file + " " + ByteSize.format(offset) + " " + ByteSize.format(bytes) + " " + count + " "
                    + order.text();
        }

        @Override
        public boolean simulatedOnly() {
            return true;
        }
    }

    /**
     * {@code sim reread TASK FILE OFF SIZE P}: reads pages of a part of a file again, in order. Each page is among them
     * with probability P, by the seed of the run: of one file always the same, as data in use stays in use.
     */
    record ReadAgain(String file, long offset, long bytes, double probability) implements TaskCommand {
        @Override
        public String text() {
            return "reread " + file + " " + ByteSize.format(offset) + " " + ByteSize.format(bytes) + " "
                    + plain(probability);
        }

        @Override
        public boolean simulatedOnly() {
            return true;
        }
    }

    /**
     * {@code sim alloc TASK nN [thisnode] [atomic] [nowarn] [order=K] [COUNT]}: kernel allocations in the context of
     * the task.
     *
     * @param nid the preferred node
     * @param thisNode whether no other node may serve it
     * @param atomic whether it may not reclaim but may use reserves
     * @param nowarn whether the kernel keeps silent if it fails
     * @param order log2 of the pages of one allocation
     * @param count how many allocations
     */
    record Allocate(int nid, boolean thisNode, boolean atomic, boolean nowarn, int order, int count)
            implements TaskCommand {
        @Override
        public String text() {
            return "alloc n" + nid + (thisNode ? " thisnode" : "") + (atomic ? " atomic" : "")
                    + (nowarn ? " nowarn" : "")
                    + (order == 0 ? "" : " order=" + order) + (count == 1 ? "" : " " + count);
        }

        @Override
        public boolean simulatedOnly() {
            return true;
        }
    }

    private static String plain(double value) {
        String text = BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
        return text.isEmpty() ? "0" : text;
    }
}
