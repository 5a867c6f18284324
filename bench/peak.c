/* Prints the f32 multiply-add peak of one core in GFLOPS: what no kernel exceeds.
 * Built for the host by convolution_sweep.py. */
#include <stdio.h>
#include <time.h>

/* As wide as the widest vector; several that depend on nothing hide the latency. */
typedef float vector __attribute__((vector_size(64)));
enum { LANES = 16, CHAINS = 12, STEPS = 200000, ROUNDS = 30 };

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

int main(void) {
  vector sums[CHAINS], a, b;
  for (int i = 0; i < LANES; ++i)
    a[i] = 0.999f, b[i] = 1e-3f;
  for (int i = 0; i < CHAINS; ++i)
    sums[i] = b;
  double best = 0;
  for (int round = 0; round < ROUNDS; ++round) {
    double begin = now();
    for (int step = 0; step < STEPS; ++step) {
#pragma GCC unroll 12
      for (int i = 0; i < CHAINS; ++i)
        sums[i] = sums[i] * a + b;
    }
    double rate = 2.0 * LANES * CHAINS * STEPS / (now() - begin) * 1e-9;
    best = rate > best ? rate : best;
  }
  float total = 0;
  for (int i = 0; i < CHAINS; ++i)
    total += sums[i][0];
  printf("%.2f\n", total > 0 ? best : 0);
  return 0;
}
