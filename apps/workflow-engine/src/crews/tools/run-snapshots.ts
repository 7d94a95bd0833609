import { Injectable } from '@nestjs/common';
import { ToolSnapshotRepository, type SnapshotTool } from './tool-snapshot.repository';

/** Runs whose tools are held in memory; the ones least recently asked for are let go. */
const MAX_RUNS = 200;

/** The tools that runs began with, by name. A snapshot never changes once it is kept, so it is read once. */
@Injectable()
export class RunSnapshots {
  private readonly held = new Map<string, ReadonlyMap<string, SnapshotTool>>();

  constructor(private readonly snapshots: ToolSnapshotRepository) {}

  async of(executionId: string): Promise<ReadonlyMap<string, SnapshotTool>> {
    const known = this.held.get(executionId);
    const tools = known ?? new Map((await this.snapshots.of(executionId)).map((tool) => [tool.name, tool]));
    // None yet means that the run has not been given its tools, which it may still be.
    if (tools.size > 0) this.hold(executionId, tools);
    return tools;
  }

  private hold(executionId: string, tools: ReadonlyMap<string, SnapshotTool>): void {
    this.held.delete(executionId);
    this.held.set(executionId, tools);
    const [oldest] = this.held.keys();
    if (this.held.size > MAX_RUNS && oldest !== undefined) this.held.delete(oldest);
  }
}
