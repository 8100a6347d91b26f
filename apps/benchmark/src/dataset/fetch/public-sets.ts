import type { Checksum } from './checksum.ts';

/** A public set of scans. */
export interface PublicSet {
  readonly name: string;
  readonly title: string;
  readonly licence: string;
  readonly citation: string;
  /** In words. */
  readonly size: string;
  /** The page that tells about it. */
  readonly page: string;
  /** Where it may be downloaded from without an agreement or a browser. */
  readonly direct?: { readonly url: string; readonly checksum?: Checksum };
  /** What to do by hand before, where there is no direct download; what to do with the file, where there is one. */
  readonly next: string;
}

const md5 = (value: string): Checksum => ({ algorithm: 'md5', value });
const ixiCitation =
  'IXI dataset, Biomedical Image Analysis Group, Imperial College London, https://brain-development.org/ixi-dataset/';
const transmorph =
  'J. Chen et al., TransMorph: Transformer for unsupervised medical image registration, Medical Image Analysis 82, 2022';
const oasis =
  'D. S. Marcus et al., Open Access Series of Imaging Studies (OASIS), Journal of Cognitive Neuroscience 19, 2007';
const neurite = 'A. Hoopes et al., Learning the effect of registration hyperparameters with HyperMorph, MELBA, 2022';

/** Raw scans of one kind; MD5 as TorchIO publishes them (src/torchio/datasets/ixi.py). */
const rawIxi = (kind: string, size: string, digest: string): PublicSet => ({
  name: `ixi-${kind.toLowerCase()}`,
  title: `IXI, raw ${kind} scans of about 600 subjects, with skulls, not aligned`,
  licence: 'CC BY-SA 3.0',
  citation: ixiCitation,
  size,
  page: 'https://brain-development.org/ixi-dataset/',
  direct: {
    url: `http://biomedic.doc.ic.ac.uk/brain-development/downloads/IXI/IXI-${kind}.tar`,
    checksum: md5(digest),
  },
  next: `unpack it (tar -xf IXI-${kind}.tar), strip skulls and align with a tool of your choice, then "data prepare <folder> --atlas <file>"`,
});

export const publicSets: readonly PublicSet[] = [
  {
    name: 'ixi',
    title: 'IXI as TransMorph distributes it: the set of the paper, 576 T1 scans and an atlas with labels, 160x192x224',
    licence: 'CC BY-SA 3.0',
    citation: `${transmorph}; ${ixiCitation}`,
    size: '1.44 GB, pickles',
    page: 'https://github.com/junyuchen245/TransMorph_Transformer_for_Medical_Image_Registration/blob/main/IXI/TransMorph_on_IXI.md',
    next: 'download it in a browser from Google Drive (https://drive.google.com/uc?id=1-VQewCVNj5eTtc3eQGhTM2yXBQmgm8Ol), unpack it, then "data prepare IXI_data --output prepared/ixi"',
  },
  rawIxi('T1', '4.51 GB', '34901a0593b41dd19c1a1f746eac2d58'),
  rawIxi('T2', '3.59 GB', 'e3140d78730ecdd32ba92da48c0a9aaa'),
  rawIxi('PD', '3.79 GB', '88ecd9d1fa33cb4a2278183b42ffd749'),
  {
    name: 'ixi-tiny',
    title: 'IXI, tiny version of TorchIO: 566 T1 scans with brain masks, 83x44x55',
    licence: 'CC BY-SA 3.0',
    citation: `F. Pérez-García et al., TorchIO, Computer Methods and Programs in Biomedicine 208, 2021; ${ixiCitation}`,
    size: '0.4 GB unpacked, .nii.gz',
    page: 'https://docs.torchio.org/datasets.html',
    direct: {
      url: 'https://www.dropbox.com/s/ogxjwjxdv5mieah/ixi_tiny.zip?dl=1',
      checksum: md5('bfb60f4074283d78622760230bfa1f98'),
    },
    next: 'unpack it (unzip ixi_tiny.zip), then "data prepare ixi_tiny/image --atlas <one of them> --size 80x48x48"',
  },
  {
    name: 'voxelmorph-scan',
    title: 'one T1 scan with the labels of FreeSurfer from the repository of VoxelMorph, 160x192x224',
    licence: 'Apache-2.0 (the repository; none is stated for the scan)',
    citation:
      'G. Balakrishnan et al., VoxelMorph: a learning framework for deformable medical image registration, IEEE TMI 38, 2019',
    size: '3.6 MB, npz',
    page: 'https://github.com/voxelmorph/voxelmorph',
    direct: {
      url: 'https://raw.githubusercontent.com/voxelmorph/voxelmorph/860b4887354d2ebe5e6e70f62c5aaecf11945a1e/data/test_scan.npz',
      checksum: { algorithm: 'sha256', value: '32b14f2d7027518d9b3689ca0bdb908a1ed402db1a61ff2eb4c8184a475b12e0' },
    },
    next: '"data prepare test_scan.npz --warped 6 --output prepared/warped"',
  },
  {
    name: 'neurite-oasis',
    title: 'Neurite-OASIS (Learn2Reg): 414 T1 scans, aligned, with 35 labels, 160x192x224',
    licence: 'data use agreement of OASIS',
    citation: `${oasis}; ${neurite}`,
    size: '6.6 GB, .nii.gz',
    page: 'https://github.com/adalca/medical-datasets/blob/master/neurite-oasis.md',
    next: 'read the agreement on that page; who accepts it gives the address of neurite-oasis.v1.0.tar as --url with --md5 081392a8150ff99ab7a64a9ded377835, unpacks it, and lists aligned_norm.nii.gz and aligned_seg35.nii.gz of the subjects in a CSV table for "data prepare --pairs"',
  },
  {
    name: 'oasis',
    title: 'OASIS as TransMorph distributes it: 394 scans for training, 19 for validation, 38 for the test',
    licence: 'data use agreement of OASIS',
    citation: `${transmorph}; ${oasis}; ${neurite}`,
    size: '1.3 GB, pickles',
    page: 'https://github.com/junyuchen245/TransMorph_Transformer_for_Medical_Image_Registration/blob/main/OASIS/TransMorph_on_OASIS.md',
    next: 'read the agreement, download it in a browser from Google Drive (link on that page), unpack it, then "data prepare <folder> --atlas <file>"',
  },
  {
    name: 'learn2reg',
    title: 'Learn2Reg: LungCT, AbdomenCTCT, NLST, ThoraxCBCT and others',
    licence: 'one for each set, on that page',
    citation:
      'A. Hering et al., Learn2Reg: comprehensive multi-task medical image registration challenge, IEEE TMI 42, 2023',
    size: 'zip files of .nii.gz',
    page: 'https://learn2reg.grand-challenge.org/Datasets/',
    next: 'download and unpack a set, list its pairs in a CSV table, then "data prepare --pairs <table>"',
  },
];

export const findSet = (name: string): PublicSet | undefined => publicSets.find((set) => set.name === name);
