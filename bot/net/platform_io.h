// What the two files that use cpprestsdk share.
#pragma once

namespace frontdesk::net {

// Must come before anything else of cpprestsdk; may be called again.
void PreparePlatformIo();

}  // namespace frontdesk::net
