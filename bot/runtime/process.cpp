#include "bot/runtime/process.h"

#include <malloc.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>

namespace frontdesk::runtime {

namespace {

constexpr rlim_t kMostOpenFiles = 65'536;
// One arena for each core that the target machines have; more only keeps free memory apart from those who need it.
constexpr int kMallocArenas = 2;
// A fixed threshold: glibc otherwise raises it once a password's 32 MiB of scratch were freed, and keeps them.
constexpr int kMapFrom = 256 << 10;
constexpr int kKeepFree = 1 << 20;

sigset_t OurSignals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, signal);
  return set;
}

}  // namespace

void HardenProcess() {
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  mallopt(M_ARENA_MAX, kMallocArenas);
  mallopt(M_MMAP_THRESHOLD, kMapFrom);
  mallopt(M_TRIM_THRESHOLD, kKeepFree);
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur >= kMostOpenFiles) return;
  files.rlim_cur = std::min(files.rlim_max, kMostOpenFiles);
  setrlimit(RLIMIT_NOFILE, &files);
}

void BlockSignals() {
  const sigset_t set = OurSignals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

Signal WaitForSignal() {
  const sigset_t set = OurSignals();
  int signal = 0;
  while (sigwait(&set, &signal) != 0) {
  }
  return signal == SIGHUP ? Signal::kReload : Signal::kStop;
}

}  // namespace frontdesk::runtime
