package com.example.breakeven;

import io.numalab.spi.PolicyProvider;
import io.numalab.tck.PolicyContract;

class BreakEvenTest extends PolicyContract {
    @Override
    protected PolicyProvider provider() {
        return new BreakEven();
    }
}
