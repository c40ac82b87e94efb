# SPDX-License-Identifier: Apache-2.0
"""A TCP relay that behaves as a link with a delay and a rate, each way, where the kernel has no netem."""

import asyncio
import threading


class Link:
    def __init__(self, host, port, delay, bytes_per_second):
        self.target = (host, port)
        self.delay = delay
        self.rate = bytes_per_second

    async def carry(self, reader, writer):
        """What comes in leaves `delay` later, and not faster than the rate."""
        loop = asyncio.get_running_loop()
        on_the_way = asyncio.Queue(maxsize=64)

        async def take():
            free_at = 0.0
            while True:
                piece = await reader.read(16384)
                free_at = max(loop.time(), free_at) + len(piece) / self.rate
                await on_the_way.put((free_at + self.delay, piece))
                if not piece:
                    return

        async def deliver():
            while True:
                due, piece = await on_the_way.get()
                await asyncio.sleep(max(0.0, due - loop.time()))
                if not piece:
                    writer.close()
                    return
                writer.write(piece)
                await writer.drain()

        await asyncio.gather(take(), deliver(), return_exceptions=True)

    async def accept(self, reader, writer):
        far_reader, far_writer = await asyncio.open_connection(*self.target)
        await asyncio.gather(self.carry(reader, far_writer), self.carry(far_reader, writer))

    def start(self):
        """Serves in a thread; returns the port."""
        ready = threading.Event()

        async def serve():
            server = await asyncio.start_server(self.accept, "127.0.0.1", 0)
            self.port = server.sockets[0].getsockname()[1]
            ready.set()
            await server.serve_forever()

        threading.Thread(target=lambda: asyncio.run(serve()), daemon=True).start()
        ready.wait()
        return self.port
