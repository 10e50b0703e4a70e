// A port for a server that a test starts as a program.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <random>

namespace frontdesk::fakes {

// Free a moment ago. Below the ports that the kernel gives to clients: one that keeps knocking at a closed port out of
// that range would in the end be connected with itself, or hold it when the server wants it. 0: none was found.
inline unsigned short FreePort() {
  std::random_device random;
  for (int tries = 0; tries < 1000; ++tries) {
    const auto port = static_cast<unsigned short>(10'000 + random() % 20'000);
    const int file = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool free = ::bind(file, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::close(file);
    if (free) return port;
  }
  return 0;
}

}  // namespace frontdesk::fakes
