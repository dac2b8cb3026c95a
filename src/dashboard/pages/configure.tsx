export default function Page({ datasetId }: { datasetId: string }) {
  return datasetId;
}
