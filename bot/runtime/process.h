// What the process asks of the kernel and of malloc, and the signals it is told by.
//
// Threads: all of it on the main thread, HardenProcess and BlockSignals before any other thread begins.
#pragma once

namespace frontdesk::runtime {

// No core dumps and no reading of our memory by others; as many open files as allowed; little memory kept in reserve.
void HardenProcess();

enum class Signal { kStop, kReload };

// From now on SIGTERM, SIGINT and SIGHUP wait for WaitForSignal; a closed pipe is an error, not a signal.
void BlockSignals();
Signal WaitForSignal();

}  // namespace frontdesk::runtime
