package io.numalab.scenario.play;

import io.numalab.scenario.language.PageOrder;
import java.util.function.IntSupplier;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.DiscreteSampler;
import org.apache.commons.rng.sampling.distribution.RejectionInversionZipfSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Which page comes next: the random orders of {@link PageOrder}, drawn by Apache Commons RNG. The same seed gives the
 * same pages on every machine. A sampler allocates nothing when it draws; one thread only.
 */
final class PageSamplers {
    private static final double GOLDEN = 0.6180339887498949;

    private PageSamplers() {
    }

    /** An order over so many pages, at least 1. @throws IllegalArgumentException if the order is not a random one */
    static IntSupplier of(PageOrder order, int pages, long seed) {
        UniformRandomProvider random = random(seed);
        if (order instanceof PageOrder.Uniform) {
            return () -> random.nextInt(pages);
        } else if (order instanceof PageOrder.Zipf zipf) {
            return zipf(random, pages, zipf.exponent());
        } else if (order instanceof PageOrder.Hot hot) {
            return new HotRun(random, pages, hot);
        }
        throw new IllegalArgumentException("order " + order.text() + ": expected uniform, zipf or hot");
    }

    /** Each page of a range with a probability, in order; then -1 for ever. */
    static IntSupplier some(int firstPage, int endPage, double probability, long seed) {
        UniformRandomProvider random = random(seed);
        int[] next = {firstPage};
        return () -> {
            while (next[0] < endPage) {
                int page = next[0]++;
                if (random.nextDouble() < probability) {
                    return page;
                }
            }
            return -1;
        };
    }

    private static UniformRandomProvider random(long seed) {
        return RandomSource.XO_SHI_RO_256_PP.create(seed);
    }

    private static IntSupplier zipf(UniformRandomProvider random, int pages, double exponent) {
        DiscreteSampler ranks = RejectionInversionZipfSampler.of(random, pages, exponent);
        long stride = Math.max(1, (long) (pages * GOLDEN));
        while (gcd(stride, pages) != 1) {
            stride++;
        }
        long step = stride;
        return () -> (int) ((ranks.sample() - 1L) * step % pages);
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    private static final class HotRun implements IntSupplier {
        private final UniformRandomProvider random;
        private final int pages;
        private final int hotPages;
        private final double hotProbability;
        private final long shiftAfter;
        private int start;
        private long drawn;

        HotRun(UniformRandomProvider random, int pages, PageOrder.Hot order) {
            this.random = random;
            this.pages = pages;
            hotPages = (int) Math.max(1, StrictMath.round(pages * order.sharePercent() / 100));
            hotProbability = order.accessPercent() / 100;
            shiftAfter = order.shiftAfter();
        }

        @Override
        public int getAsInt() {
            if (shiftAfter > 0 && drawn > 0 && drawn % shiftAfter == 0) {
                start = (int) (((long) start + hotPages) % pages);
            }
            drawn++;
            boolean hot = hotPages == pages || random.nextDouble() < hotProbability;
            int offset = hot ? random.nextInt(hotPages) : hotPages + random.nextInt(pages - hotPages);
            return (int) (((long) start + offset) % pages);
        }
    }
}
