# Programs that drive the real binary: the crash tests and the benchmarks.
add_library(fd_visitor STATIC tests/fakes/visitor.cpp tests/fakes/visitor_desk.cpp tests/fakes/visitor_socket.cpp)
target_include_directories(fd_visitor PUBLIC ${CMAKE_SOURCE_DIR})
target_link_libraries(fd_visitor PUBLIC Threads::Threads nlohmann_json::nlohmann_json)

# A platform played from a script: for the contract suite, and as a program to try `frontdesk serve` against.
file(GLOB fake_platform_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/fakes/fake_platform*.cpp)
list(FILTER fake_platform_sources EXCLUDE REGEX "fake_platform_main")
add_library(fd_fake_platform STATIC ${fake_platform_sources})
target_link_libraries(fd_fake_platform PUBLIC fd_base fd_visitor OpenSSL::SSL)
add_executable(fake_platform tests/fakes/fake_platform_main.cpp)
target_link_libraries(fake_platform PRIVATE fd_fake_platform)

# What the platforms' entries and the tests of the contract suite share.
file(GLOB contract_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/contract/*.cpp)
list(FILTER contract_sources EXCLUDE REGEX "_test\\.cpp$")
add_library(fd_contract STATIC ${contract_sources})
target_link_libraries(fd_contract PUBLIC fd_runtime fd_embed_web fd_fake_platform)

file(GLOB crash_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/crash/*.cpp)
add_executable(crash_test ${crash_sources})
target_link_libraries(crash_test PRIVATE fd_visitor PkgConfig::SQLITE GTest::gtest)
target_compile_definitions(crash_test PRIVATE FD_SOURCE_DIR="${CMAKE_SOURCE_DIR}" FD_BINARY="$<TARGET_FILE:frontdesk>")
add_dependencies(crash_test frontdesk)
add_test(NAME crash COMMAND crash_test)
set_tests_properties(crash PROPERTIES TIMEOUT 900)

# Others' software of the same protocols, against ours.
add_test(NAME peers COMMAND ${CMAKE_SOURCE_DIR}/tests/peers/run ${CMAKE_BINARY_DIR})
set_tests_properties(peers PROPERTIES TIMEOUT 400)

# XMPP against a real Prosody, a real ejabberd and another client.
file(GLOB xmpp_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/peers/xmpp_*.cpp)
add_executable(xmpp_test ${xmpp_sources})
target_link_libraries(xmpp_test PRIVATE fd_net fd_adapters GTest::gtest_main)
target_compile_definitions(xmpp_test PRIVATE FD_SOURCE_DIR="${CMAKE_SOURCE_DIR}" FD_BINARY="$<TARGET_FILE:frontdesk>")
add_dependencies(xmpp_test frontdesk)
add_test(NAME xmpp COMMAND xmpp_test)
set_tests_properties(xmpp PROPERTIES TIMEOUT 600)

# bench_core links the parts directly; the others drive the binary.
add_executable(bench_echo_server tests/bench/echo_server.cpp)
target_link_libraries(bench_echo_server PRIVATE Threads::Threads)
add_executable(bench_turns tests/bench/bench_turns.cpp tests/bench/load.cpp)
target_compile_definitions(bench_turns PRIVATE FD_ECHO_SERVER="$<TARGET_FILE:bench_echo_server>")
add_executable(bench_memory tests/bench/bench_memory.cpp)
foreach(program bench_turns bench_memory)
  target_link_libraries(${program} PRIVATE fd_visitor)
  target_compile_definitions(${program} PRIVATE FD_BINARY="$<TARGET_FILE:frontdesk>")
  add_dependencies(${program} frontdesk bench_echo_server)
  add_test(NAME ${program} COMMAND ${program} CONFIGURATIONS long)
  set_tests_properties(${program} PROPERTIES TIMEOUT 900)
endforeach()
add_executable(bench_core tests/bench/bench_core.cpp)
target_link_libraries(bench_core PRIVATE fd_core fd_visitor)
target_compile_definitions(bench_core PRIVATE FD_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
add_executable(bench_flood tests/bench/bench_flood.cpp tests/bench/flood.cpp tests/bench/flood_replies.cpp
               tests/bench/load.cpp)
target_link_libraries(bench_flood PRIVATE fd_visitor fd_base)
target_compile_definitions(bench_flood PRIVATE FD_BINARY="$<TARGET_FILE:frontdesk>")
add_dependencies(bench_flood frontdesk)
add_test(NAME bench_flood COMMAND bench_flood CONFIGURATIONS long)
set_tests_properties(bench_flood PROPERTIES TIMEOUT 900)
add_executable(bench_adapters tests/bench/bench_adapters.cpp)
target_link_libraries(bench_adapters PRIVATE fd_adapters fd_fake_platform)
target_compile_definitions(bench_adapters PRIVATE FD_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
add_test(NAME bench_adapters COMMAND bench_adapters CONFIGURATIONS long)
set_tests_properties(bench_adapters PROPERTIES TIMEOUT 120)

# Fuzz targets, for clang: -DFRONTDESK_SANITIZE=fuzzer. Their corpora run as ordinary tests in any build.
if(FRONTDESK_SANITIZE STREQUAL "fuzzer")
  foreach(target question markdown front_matter csv jsonl)
    add_executable(fuzz_${target} tests/fuzz/${target}_fuzz.cpp)
    target_link_libraries(fuzz_${target} PRIVATE fd_knowledge)
    target_link_options(fuzz_${target} PRIVATE -fsanitize=fuzzer)
    target_compile_definitions(fuzz_${target} PRIVATE FD_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  endforeach()
endif()
